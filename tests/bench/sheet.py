"""Map sheets on made data: one A3 sheet of a town on 2,000 patches, and an atlas of a hundred sheets.

./bench sheet            prints the table; files go to target/bench/sheet
"""

import json
import math
import random
import re
import subprocess
import sys

import measure
from made import WORK, call, program

PATCH_M = 50.0
LAT = 30.6
METRE_LON = 1 / (111_320 * math.cos(math.radians(LAT)))
METRE_LAT = 1 / 110_860
RUNS = 3


def degrees(x, y):
    """Nearly: what is drawn need not be where it says to the metre."""
    return [round(119.8 + x * METRE_LON, 9), round(LAT + y * METRE_LAT, 9)]


def feature(properties, ring):
    ring = [degrees(x, y) for x, y in ring]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring + ring[:1]]}}


def town(name, x, y, radius, draw):
    """A round town with a restless edge of 72 vertices."""
    ring = []
    for step in range(72):
        angle, far = math.tau * step / 72, radius * draw.uniform(0.985, 1.015)
        ring.append((x + far * math.cos(angle), y + far * math.sin(angle)))
    properties = {"XZBM": name, "XZMC": f"制图小镇{name}", "XZQDM": "330523", "XZJB": "省级", "CJJD": "命名"}
    return feature(properties, ring)


def mosaic(name, x, y, radius, draw):
    """Farmland patches of 50 m with crooked shared edges (16 vertices each) over a square around a town."""
    count = math.ceil(radius * 2 / PATCH_M)
    bend = lambda: draw.uniform(-0.07, 0.07) * PATCH_M
    place = lambda i, j: (x - radius + i * PATCH_M, y - radius + j * PATCH_M)
    corners = {(i, j): tuple(v + 2 * bend() for v in place(i, j)) for i in range(count + 1) for j in range(count + 1)}

    def edge(a, b):
        (ax, ay), (bx, by) = corners[a], corners[b]
        return [(ax + (bx - ax) * k / 4 + bend(), ay + (by - ay) * k / 4 + bend()) for k in (1, 2, 3)]

    across = {(i, j): edge((i, j), (i + 1, j)) for i in range(count) for j in range(count + 1)}
    along = {(i, j): edge((i, j), (i, j + 1)) for i in range(count + 1) for j in range(count)}
    for i in range(count):
        for j in range(count):
            ring = [corners[i, j], *across[i, j], corners[i + 1, j], *along[i + 1, j], corners[i + 1, j + 1]]
            ring += [*reversed(across[i, j + 1]), corners[i, j + 1], *reversed(along[i, j])]
            yield feature({"YJJBNTTBBH": f"{name}{i:03}{j:03}"}, ring)


def made(folder, towns, patches, seed=7):
    """Layers with towns that each overlap about so many patches; everything within the urban boundary."""
    if (folder / "urban_boundary.geojson").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    draw = random.Random(seed)
    radius = math.sqrt(patches / math.pi) * PATCH_M
    apart, wide = radius * 2.6 + 1500, math.ceil(math.sqrt(towns))
    places = [(f"T{at:03}", at % wide * apart, at // wide * apart) for at in range(towns)]
    end = wide * apart
    layers = {
        "towns": [town(name, x, y, radius, draw) for name, x, y in places],
        "basic_farmland": [one for name, x, y in places for one in mosaic(name, x, y, radius * 1.15, draw)],
        "eco_redline": [feature({"BSM": "R1"}, [(-9e3, -9e3), (-8e3, -9e3), (-8e3, -8e3), (-9e3, -8e3)])],
        "urban_boundary": [feature({"BSM": "U1"}, [(-apart, -apart), (end, -apart), (end, end), (-apart, end)])],
    }
    for layer, features in layers.items():
        lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in features)
        (folder / f"{layer}.geojson").write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8")


def reviewed(sanxian, name, towns, patches):
    """The folder with the results of a review, made once."""
    folder = WORK / "sheet" / name
    made(folder, towns, patches)
    if not (folder / "results/review.gpkg").exists():
        layers = [f"--{layer.replace('_', '-')}={folder / layer}.geojson" for layer in ("eco_redline", "basic_farmland", "urban_boundary")]
        try:
            call(sanxian, "check", "--quiet", "--as-of", "2026-01-01", "--outputs", "gpkg", f"--towns={folder}/towns.geojson", *layers, "--out", folder / "results")
        except subprocess.CalledProcessError as told:
            if told.returncode != 1:  # breaches are what is drawn
                raise
    return folder / "results"


def main():
    sanxian = program()
    cases = [
        ("one A3 sheet, town on 2,000 patches, PDF", "large", 1, 2000, ["--kind", "town"], "≤ 1 s"),
        ("the same, SVG", "large", 1, 2000, ["--kind", "town", "--format", "svg"], ""),
        ("the same, PNG at 300 dpi", "large", 1, 2000, ["--kind", "town", "--format", "png"], ""),
        ("atlas, 50 towns on 200 patches each", "county", 50, 200, ["--kind", "atlas"], "≤ 60 s, ≤ 60 MB"),
        ("atlas, 50 towns on 2,000 patches each", "province", 50, 2000, ["--kind", "atlas"], ""),
    ]
    print("| what | pages | wall s | CPU s | peak MB | file MB | aim |\n|---|---|---|---|---|---|---|")
    for what, name, towns, patches, words, aim in cases:
        results = reviewed(sanxian, name, towns, patches)
        out, log = results.parent / "sheets", results.parent / "log"
        command = [sanxian, "--lang", "en", "sheet", results, *words, "--out", out, "--data-year", "basic-farmland=2024"]
        times = 1 if "atlas" in words else RUNS
        cost = measure.alternated({what: (command, (0,), log)}, times)[what]
        pages = re.search(r"(\d+) pages", log.read_text(encoding="utf-8"))
        size = max(file.stat().st_size for file in out.iterdir())
        print(f"| {what} | {pages[1] if pages else '?'} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.peak / 1e6:.0f} | {size / 1e6:.1f} | {aim} |", flush=True)
        for file in out.iterdir():
            file.unlink()


if __name__ == "__main__":
    sys.exit(main())
