"""Whether GDAL reads every file that the program writes: the same vertices within 0.1 mm, the same attributes.

Usage: gdal_reads.py SANXIAN FOLDER LAYER.geojson
"""

import json
import math
import subprocess
import sys
from pathlib import Path

LIMIT_M = 1e-4


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done


def rings(geometry):
    if geometry is None:
        return
    kind = geometry["type"]
    if kind == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from rings(part)
    elif kind in ("LineString", "Polygon", "MultiPolygon"):
        coordinates = geometry["coordinates"]
        polygons = {"LineString": [[coordinates]], "Polygon": [coordinates], "MultiPolygon": coordinates}[kind]
        for polygon in polygons:
            yield from polygon


def vertices(features):
    """All vertices without closing points, sorted: neither order nor winding is asked."""
    found = []
    for feature in features:
        for ring in rings(feature["geometry"]):
            found += [tuple(point[:2]) for point in (ring[:-1] if ring[0] == ring[-1] else ring)]
    return sorted((round(x, 9), round(y, 9), x, y) for x, y in found)


def apart(a, b):
    assert len(a) == len(b), f"{len(a)} and {len(b)} vertices"
    far = 0.0
    for (_, _, x, y), (_, _, u, v) in zip(a, b):
        far = max(far, math.hypot((x - u) * 111320 * math.cos(math.radians(y)), (y - v) * 110574))
    return far


def read(source, work, *more):
    """What GDAL reads, as degrees."""
    out = work / "read.geojson"
    out.unlink(missing_ok=True)
    run("ogr2ogr", "-q", "-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=13", *more, out, source)
    return json.loads(out.read_text(encoding="utf-8"))["features"]


def same(value, other):
    if other is None:
        return value in (None, "")
    try:
        return str(value) == str(other) or math.isclose(float(value), float(other), rel_tol=1e-12)
    except (TypeError, ValueError):
        return False


def main(sanxian, work, layer):
    work.mkdir(parents=True, exist_ok=True)
    given = json.loads(layer.read_text(encoding="utf-8"))["features"]
    metres = ["-s_srs", "EPSG:4528", "-t_srs", "EPSG:4490"]
    degrees = ["-t_srs", "EPSG:4490"]
    cases = [
        ("towns.shp.zip", [], degrees),
        ("towns-gbk.shp.zip", ["--encoding", "gbk"], degrees),
        ("towns-4528.shp.zip", ["--crs", "4528"], degrees),
        ("towns-4549.gpkg", ["--crs", "4549"], degrees),
        ("towns.gpkg", [], degrees),
        ("towns.geojson", [], degrees),
        ("towns-4528.geojson", ["--crs", "4528"], degrees),
        ("towns.kml", [], []),
        ("towns.fgb", [], degrees),
        ("towns.dxf", [], [*metres, "-where", "Layer = 'towns'"]),
    ]
    for name, options, system in cases:
        out = work / name
        run(sanxian, "convert", layer, "--out", out, *options)
        features = read(out, work, *system)
        far = apart(vertices(given), vertices(features))
        assert far <= LIMIT_M, f"{name}: {far} m"
        if not name.endswith(".dxf"):
            assert len(features) == len(given), name
            for mine, theirs in zip(given, features):
                for key, value in mine["properties"].items():
                    assert same(theirs["properties"].get(key[:10]), value), (name, key, value, theirs["properties"])
        print(f"GDAL reads {name}: {far * 1000:.4f} mm")
    # The tables of points have no geometry for GDAL: it reads their rows.
    for name in ("points.csv", "points.xlsx"):
        out = work / name
        run(sanxian, "convert", layer, "--out", out)
        said = run("ogrinfo", "-ro", "-so", "-al", out).stdout
        assert "X坐标" in said and "Feature Count: 0" not in said, said
        print(f"GDAL reads {name}")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
