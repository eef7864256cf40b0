#!/usr/bin/env python3
"""The check computed a second time, by other means: GEOS for the overlay, PROJ for plane and area.

    oracle.py --towns F [--eco-redline F]... [--basic-farmland F]... [--urban-boundary F]... [--near M] --out DIR

Writes towns.csv, overlaps.csv and neighbours.csv in the columns of `sanxian check`, without what is
judged (verdict, grade). GeoJSON in CGCS2000 degrees only. The definition is the product's:

- each town has its own plane: transverse Mercator on the CGCS2000 ellipsoid, central meridian the
  multiple of 3 degrees nearest to the middle of the town's bounding box;
- vertices are projected, edges are straight in that plane;
- each ring is read for itself by non-zero winding, holes are cut from their own shell, parts and
  features are united;
- areas are ellipsoidal, of the result with its edges cut into steps of at most 70 m in the plane.

The method is not: the area is that of a geodesic polygon (PROJ), not a series of trapezoids.
"""

import argparse
import csv
import json
import math
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
import shapely
from pyproj import Geod, Proj
from shapely import LineString, Polygon
from shapely.ops import polygonize

ELLIPSOID = {"a": 6378137.0, "rf": 298.257222101}
GEOD = Geod(**ELLIPSOID)
STEP_M = 70.0
PAD_DEG = 0.001  # about 100 m: more than any edge bows out of the box of its ends
EMPTY = Polygon()

TOWN_ID = ("XZBM", "id", "BSM", "code")
TOWN_NAME = ("XZMC", "name", "名称", "小镇名称")
PATCH_ID = {"eco_redline": ("BSM", "id", "code"), "basic_farmland": ("YJJBNTTBBH", "BSM", "id", "code"), "urban_boundary": ("BSM", "id", "code")}


# ---------------------------------------------------------------- files


@dataclass
class Feature:
    """One feature: its polygons as lists of rings, each ring an array of longitude and latitude."""

    id: str
    name: str
    polygons: list
    planes: dict = field(default_factory=dict)

    @property
    def box(self):
        points = np.vstack([ring for polygon in self.polygons for ring in polygon])
        return (*points.min(axis=0), *points.max(axis=0))

    def on(self, plane):
        """The feature as a geometry in a plane; kept, because many towns share one."""
        if plane.lon0 not in self.planes:
            self.planes[plane.lon0] = plane.geometry(self.polygons)
        return self.planes[plane.lon0]


def records(path):
    """The features of a file one by one, so that a large layer is never held as parsed JSON."""
    text = Path(path).read_text(encoding="utf-8-sig")
    start = re.search(r'"features"\s*:\s*\[', text)
    if not start:
        document = json.loads(text)
        yield document if document["type"] == "Feature" else {"geometry": document}
        return
    decoder, gap, at = json.JSONDecoder(), re.compile(r"[\s,]*"), start.end()
    while True:
        at = gap.match(text, at).end()
        if text[at] == "]":
            return
        record, at = decoder.raw_decode(text, at)
        yield record


def first(properties, keys, otherwise):
    for key in keys:
        if properties.get(key) not in (None, ""):
            return str(properties[key])
    return str(otherwise)


def polygons_of(geometry):
    if geometry is None:
        return []
    if geometry["type"] == "GeometryCollection":
        return [polygon for part in geometry["geometries"] for polygon in polygons_of(part)]
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        return []
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [[np.array([point[:2] for point in ring], dtype=float) for ring in rings if ring] for rings in parts if rings and rings[0]]


def features(paths, id_keys, name_keys=(), wanted=None):
    """Features with area; with `wanted` (a tree of boxes) only those whose box touches one of them."""
    found = []
    for path in paths:
        for position, record in enumerate(records(path), 1):
            properties = record.get("properties") or {}
            own = record.get("id")
            feature = Feature(first(properties, id_keys, position if own is None else own), first(properties, name_keys, ""), polygons_of(record.get("geometry")))
            if feature.polygons and (wanted is None or len(wanted.query(shapely.box(*feature.box)))):
                found.append(feature)
    return found


# ---------------------------------------------------------------- geometry


def winding(point, ring):
    """How often a closed ring turns round a point."""
    x, y = ring[:, 0] - point[0], ring[:, 1] - point[1]
    up, down = (y[:-1] <= 0) & (y[1:] > 0), (y[:-1] > 0) & (y[1:] <= 0)
    side = x[:-1] * y[1:] - x[1:] * y[:-1]
    return int(np.count_nonzero(up & (side > 0))) - int(np.count_nonzero(down & (side < 0)))


def filled(ring):
    """The ground a single ring encloses: all faces it winds round, a bow-tie's two lobes, nothing of a needle."""
    ring = ring if np.array_equal(ring[0], ring[-1]) else np.vstack([ring, ring[:1]])
    if len(np.unique(ring, axis=0)) < 3:
        return EMPTY
    simple = Polygon(ring)
    if simple.is_valid:
        return simple
    faces = polygonize(shapely.unary_union(LineString(ring)))
    return shapely.union_all([face for face in faces if winding(face.representative_point().coords[0], ring) != 0])


def ground(rings):
    """A polygon's shell without its own holes."""
    shell, *holes = rings
    if holes:
        whole = Polygon(shell, [hole for hole in holes if len(hole) >= 4]) if len(shell) >= 4 else EMPTY
        if whole.is_valid and not whole.is_empty:
            return whole
    shape = filled(shell)
    return shape.difference(shapely.union_all([filled(hole) for hole in holes])) if holes else shape


def surfaces(geometry):
    """The polygons of a result; lines and points, where shapes merely touch, have no area."""
    return [part for part in shapely.get_parts(shapely.get_parts(geometry)) if part.geom_type == "Polygon" and not part.is_empty]


class Plane:
    """A town's own review plane."""

    def __init__(self, lon0):
        self.lon0 = lon0
        self.proj = Proj(proj="tmerc", lat_0=0, lon_0=lon0, k=1, x_0=500000, y_0=0, **ELLIPSOID)

    def geometry(self, polygons):
        project = lambda ring: np.column_stack(self.proj(ring[:, 0], ring[:, 1]))
        shapes = [ground([project(ring) for ring in rings]) for rings in polygons]
        return shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)

    def ring_area(self, ring):
        points = np.asarray(ring.coords)
        length = np.hypot(*np.diff(points, axis=0).T)
        steps = np.floor(length / STEP_M).astype(int) + 1
        edge = np.repeat(np.arange(len(steps)), steps)
        along = (np.arange(len(edge)) - np.repeat(np.cumsum(steps) - steps, steps)) / steps[edge]
        dense = points[edge] + along[:, None] * (points[edge + 1] - points[edge])
        lon, lat = self.proj(dense[:, 0], dense[:, 1], inverse=True)
        return abs(GEOD.polygon_area_perimeter(lon, lat)[0])

    def area(self, geometry):
        return math.fsum(
            self.ring_area(part.exterior) - math.fsum(self.ring_area(hole) for hole in part.interiors) for part in surfaces(geometry)
        )

    def distance(self, a, b):
        if a.intersects(b):
            return 0.0
        (x1, y1), (x2, y2) = shapely.shortest_line(a, b).coords
        return GEOD.inv(*self.proj(x1, y1, inverse=True), *self.proj(x2, y2, inverse=True))[2]


plane_at = lru_cache(maxsize=None)(Plane)


def plane_of(town):
    west, _, east, _ = town.box
    return plane_at(3 * math.floor((west + east) / 2 / 3 + 0.5))


# ---------------------------------------------------------------- the check


class Layer:
    """A control line, with a tree over the boxes of its features."""

    def __init__(self, name, paths, near_towns):
        self.name = name
        self.features = features(paths, PATCH_ID[name], wanted=near_towns)
        self.tree = shapely.STRtree([shapely.box(*feature.box) for feature in self.features])

    def pieces(self, town, shape, plane):
        """(feature, town ∩ feature) for every feature that shares ground with the town."""
        west, south, east, north = town.box
        near = self.tree.query(shapely.box(west - PAD_DEG, south - PAD_DEG, east + PAD_DEG, north + PAD_DEG))
        for feature in (self.features[i] for i in sorted(near)):
            piece = shapely.union_all(surfaces(shape.intersection(feature.on(plane))))
            if not piece.is_empty:
                yield feature, piece


def metres2(value):
    return "" if value is None else f"{value:.3f}"


def check_town(town, layers):
    """A row of towns.csv and the town's rows of overlaps.csv."""
    plane = plane_of(town)
    shape = town.on(plane)
    unions, overlaps = {}, []
    for name, layer in layers.items():
        found = list(layer.pieces(town, shape, plane))
        unions[name] = shapely.union_all([piece for _, piece in found]) if found else EMPTY
        if name != "urban_boundary":
            rows = ((town.id, name, feature.id, metres2(plane.area(piece))) for feature, piece in found)
            overlaps += [row for row in rows if row[3] != "0.000"]
    total = lambda name: plane.area(unions[name]) if name in unions else None
    outside = plane.area(shape.difference(unions["urban_boundary"])) if "urban_boundary" in unions else None
    compliant = None
    if len(unions) == 3:
        taken = unions["eco_redline"].union(unions["basic_farmland"])
        compliant = plane.area(unions["urban_boundary"].difference(taken))
    areas = (plane.area(shape), shape.area, total("eco_redline"), total("basic_farmland"), outside, compliant)
    return (town.id, town.name, *map(metres2, areas)), sorted(overlaps)


def neighbours(towns, near):
    """Rows of neighbours.csv: pairs whose boundaries are nearer than `near` metres."""
    tree = shapely.STRtree([shapely.box(*town.box) for town in towns])
    rows = []
    for town in towns:
        west, south, east, north = town.box
        dy = near / 110000 + PAD_DEG
        dx = dy / math.cos(math.radians(max(abs(south), abs(north)) + dy))
        for other in (towns[i] for i in tree.query(shapely.box(west - dx, south - dy, east + dx, north + dy))):
            if town.id.encode() < other.id.encode():
                plane = plane_of(town)
                distance = plane.distance(town.on(plane), other.on(plane))
                if distance < near:
                    rows.append((town.id, other.id, f"{distance:.3f}"))
    return sorted(rows, key=lambda row: (row[0].encode(), row[1].encode()))


def write(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--towns", required=True)
    for name in PATCH_ID:
        arguments.add_argument(f"--{name.replace('_', '-')}", action="append", dest=name)
    arguments.add_argument("--near", type=float, default=1000.0)
    arguments.add_argument("--out", required=True, type=Path)
    given = arguments.parse_args()

    towns = sorted(features([given.towns], TOWN_ID, TOWN_NAME), key=lambda town: town.id.encode())
    boxes = [(w - PAD_DEG, s - PAD_DEG, e + PAD_DEG, n + PAD_DEG) for w, s, e, n in (town.box for town in towns)]
    near_towns = shapely.STRtree([shapely.box(*box) for box in boxes])
    layers = {name: Layer(name, getattr(given, name), near_towns) for name in PATCH_ID if getattr(given, name)}

    checked = [check_town(town, layers) for town in towns]
    given.out.mkdir(parents=True, exist_ok=True)
    columns = "town_id,name,area_m2,planar_area_m2,eco_redline_m2,basic_farmland_m2,outside_urban_boundary_m2,compliant_m2"
    write(given.out / "towns.csv", columns, [row for row, _ in checked])
    write(given.out / "overlaps.csv", "town_id,layer,feature_id,area_m2", [row for _, rows in checked for row in rows])
    write(given.out / "neighbours.csv", "town_a,town_b,distance_m", neighbours(towns, given.near))


if __name__ == "__main__":
    main()
