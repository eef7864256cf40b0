"""Whether two programs found the same ground."""

import csv
from collections import Counter
from pathlib import Path

# Below 1 m² a patch may be there on one side only: touching edges are told apart by less than a nanometre.
MAY_BE_MISSING_M2, PATCH_M2, RELATIVE = 1.0, 0.02, 2e-8


def patches(folder):
    with open(Path(folder) / "overlaps.csv", encoding="utf-8", newline="") as file:
        rows = [(row["town_id"], row["layer"], row["feature_id"], float(row.get("area_m2") or "nan")) for row in csv.DictReader(file)]
    return rows


def pairs(folder, kinds=None):
    return Counter(row[:3] for row in patches(folder) if kinds is None or row[1] in kinds)


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


def same_pairs(ours, theirs):
    """The same for a peer that gives no areas: who lies on what, as far as it is not a mere touch."""
    a, b = pairs(ours), pairs(theirs)
    only_ours = sum((a - b).values())
    return f"{sum(a.values())} patches, {only_ours} only in ours", only_ours == 0
