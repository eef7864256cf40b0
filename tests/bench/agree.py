"""Whether two programs found the same ground."""

import csv
from pathlib import Path

# Below 1 m² a patch may be there on one side only: touching edges are told apart by less than a nanometre.
MAY_BE_MISSING_M2, PATCH_M2, RELATIVE = 1.0, 0.02, 2e-8
TOWN_M2 = 0.05
# Peers measure distances, and some of them areas, in the plane.
PLANE, DISTANCE_M = 6e-4, 0.002


def patches(folder):
    with open(Path(folder) / "overlaps.csv", encoding="utf-8", newline="") as file:
        rows = [(row["town_id"], row["layer"], row["feature_id"], float(row.get("area_m2") or "nan")) for row in csv.DictReader(file)
            if row["layer"] != "urban_boundary"]  # ours lists what is taken, not what is left free
    return rows


def areas(ours, theirs):
    """A sentence on patches, and whether the two agree."""
    sides = []
    for folder in (ours, theirs):
        found = {}
        for town, kind, feature, area in sorted(patches(folder), key=lambda row: -row[3]):
            found.setdefault((town, kind, feature), []).append(area)
        sides.append(found)
    worst, wrong, compared = 0.0, 0, 0
    for key in sides[0].keys() | sides[1].keys():
        a, b = (side.get(key, []) for side in sides)
        limit = PATCH_M2 if key[1] == "basic_farmland" else 0.05
        for x, y in zip(a, b):
            compared += 1
            worst = max(worst, abs(x - y))
            wrong += abs(x - y) > max(limit, RELATIVE * y) + 0.0005
        wrong += sum(area >= MAY_BE_MISSING_M2 for area in a[len(b):] + b[len(a):])
    return f"{compared} patches, largest difference {worst:.4f} m², {wrong} beyond the limits", wrong == 0


def table(folder, name, keys):
    with open(Path(folder) / name, encoding="utf-8", newline="") as file:
        return {tuple(row[key] for key in keys): row for row in csv.DictReader(file)}


def totals(ours, theirs):
    """Ground of each town in each layer, and distances between neighbours."""
    worst, wrong = 0.0, 0
    a, b = (table(folder, "towns.csv", ["town_id"]) for folder in (ours, theirs))
    wrong += len(a.keys() ^ b.keys())
    for town in a.keys() & b.keys():
        for column in ("eco_redline_m2", "basic_farmland_m2", "outside_urban_boundary_m2"):
            x, y = (float(side[town][column]) for side in (a, b))
            worst = max(worst, abs(x - y))
            wrong += abs(x - y) > max(TOWN_M2, RELATIVE * y) + 0.0005
    c, d = (table(folder, "neighbours.csv", ["town_a", "town_b"]) for folder in (ours, theirs))
    # a pair at the limit itself may be on one side only
    wrong += sum(float((c.get(pair) or d[pair])["distance_m"]) < 999.99 for pair in c.keys() ^ d.keys())
    apart = [(float(c[pair]["distance_m"]), float(d[pair]["distance_m"])) for pair in c.keys() & d.keys()]
    wrong += sum(abs(x - y) > DISTANCE_M + PLANE * y for x, y in apart)
    return f"{len(a)} towns within {worst:.4f} m², {len(apart)} pairs of neighbours", wrong


def all_areas(ours, theirs):
    """Everything; areas on the ellipsoid."""
    first, good = areas(ours, theirs)
    second, wrong = totals(ours, theirs)
    return f"{first}; {second}", good and wrong == 0


def in_the_plane(ours, theirs):
    """The same for a peer whose areas are those of the plane: patches, and areas as far as the plane is true."""
    sides = [{row[:3]: row[3] for row in sorted(patches(folder), key=lambda row: row[3])} for folder in (ours, theirs)]
    a, b = sides
    alone = sum((a.get(key) or b[key]) >= MAY_BE_MISSING_M2 for key in a.keys() ^ b.keys())
    worst = max((abs(a[key] - b[key]) / b[key] for key in a.keys() & b.keys() if b[key] >= 100.0), default=0.0)
    towns_a, towns_b = (table(folder, "towns.csv", ["town_id"]) for folder in (ours, theirs))
    good = alone == 0 and worst <= PLANE and towns_a.keys() == towns_b.keys()
    return f"{len(a)} patches, {alone} on one side only, areas within {worst * 100:.3f} % (theirs are of the plane)", good


def same_bytes(ours, others):
    """Whether two runs of ours wrote the same files; the name of the first that differs."""
    names = sorted(path.name for path in Path(ours).iterdir())
    if names != sorted(path.name for path in Path(others).iterdir()):
        return "the list of files"
    return next((name for name in names if (Path(ours) / name).read_bytes() != (Path(others) / name).read_bytes()), None)
