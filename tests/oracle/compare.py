#!/usr/bin/env python3
"""Compares what `sanxian check` wrote with what the oracle wrote.

    compare.py DIR_OURS DIR_ORACLE [--near M]

Prints the largest difference of each kind; exit status 1 when one is above its limit or a row is missing.
Limits: town areas and overlap totals 0.05 m² or 2e-8 of the number, a farmland parcel 0.02 m² (or 2e-8),
distances 0.2 m. A row may be missing on one side only where the overlap is under 1 m², or where the
distance is within 0.2 m of the asked one.
"""

import argparse
import csv
import sys
from collections import defaultdict
from pathlib import Path

TOTALS = ("area_m2", "planar_area_m2", "eco_redline_m2", "basic_farmland_m2", "outside_urban_boundary_m2", "compliant_m2")
RELATIVE = 2e-8
TOTAL_M2, PARCEL_M2, DISTANCE_M, MAY_BE_MISSING_M2 = 0.05, 0.02, 0.2, 1.0


class Report:
    """Largest differences by kind, and everything that is wrong."""

    def __init__(self):
        self.largest, self.count, self.wrong = {}, defaultdict(int), []

    def compare(self, kind, where, ours, theirs, limit, relative=RELATIVE):
        difference = abs(ours - theirs)
        allowed = max(limit, relative * abs(theirs)) + 0.0005  # both are rounded to 3 decimals
        self.count[kind] += 1
        if difference > self.largest.get(kind, (-1.0,))[0]:
            self.largest[kind] = (difference, where, theirs)
        if difference > allowed:
            self.wrong.append(f"{kind} {where}: ours {ours:.3f}, oracle {theirs:.3f}, difference {difference:.3f} > {allowed:.3f}")

    def missing(self, kind, where, value, side):
        self.wrong.append(f"{kind} {where}: {value:.3f} is missing in {side}")


def rows(directory, name):
    with open(Path(directory) / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def grouped(records, keys, value):
    groups = defaultdict(list)
    for record in records:
        groups[tuple(record[key] for key in keys)].append(float(record[value]))
    return groups


def compare_towns(report, ours, theirs):
    ours, theirs = ({row["town_id"]: row for row in side} for side in (ours, theirs))
    for town in sorted(ours.keys() ^ theirs.keys()):
        report.wrong.append(f"town {town} is missing in {'ours' if town in theirs else 'oracle'}")
    for town in sorted(ours.keys() & theirs.keys()):
        for column in TOTALS:
            a, b = ours[town][column], theirs[town][column]
            if (a == "") != (b == ""):
                report.wrong.append(f"{column} {town}: ours {a or 'empty'}, oracle {b or 'empty'}")
            elif a:
                report.compare(column, town, float(a), float(b), TOTAL_M2)


def compare_overlaps(report, ours, theirs):
    """Patches may share an id: the areas of one id are compared in order of size."""
    keys = ("town_id", "layer", "feature_id")
    ours, theirs = grouped(ours, keys, "area_m2"), grouped(theirs, keys, "area_m2")
    for key in sorted(ours.keys() | theirs.keys()):
        a, b = sorted(ours.get(key, []), reverse=True), sorted(theirs.get(key, []), reverse=True)
        where, limit = " ".join(key), PARCEL_M2 if key[1] == "basic_farmland" else TOTAL_M2
        for x, y in zip(a, b):
            report.compare(f"{key[1]} patch", where, x, y, limit)
        for value, side in [(v, "oracle") for v in a[len(b) :]] + [(v, "ours") for v in b[len(a) :]]:
            if value >= MAY_BE_MISSING_M2:
                report.missing(f"{key[1]} patch", where, value, side)


def compare_neighbours(report, ours, theirs, near):
    ours, theirs = ({(row["town_a"], row["town_b"]): float(row["distance_m"]) for row in side} for side in (ours, theirs))
    for pair in sorted(ours.keys() | theirs.keys()):
        where = " ".join(pair)
        if pair in ours and pair in theirs:
            report.compare("distance", where, ours[pair], theirs[pair], DISTANCE_M, relative=0.0)
        elif abs(ours.get(pair, theirs.get(pair)) - near) > DISTANCE_M:
            report.missing("distance", where, ours.get(pair, theirs.get(pair)), "oracle" if pair in ours else "ours")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("ours")
    arguments.add_argument("oracle")
    arguments.add_argument("--near", type=float, default=1000.0)
    given = arguments.parse_args()

    report = Report()
    both = lambda name: (rows(given.ours, name), rows(given.oracle, name))
    compare_towns(report, *both("towns.csv"))
    compare_overlaps(report, *both("overlaps.csv"))
    compare_neighbours(report, *both("neighbours.csv"), given.near)

    for kind, (difference, where, value) in report.largest.items():
        print(f"{kind:26} {report.count[kind]:7} compared, largest difference {difference:.3f} at {where} ({value:.3f})")
    for line in report.wrong[:50]:
        print(f"WRONG {line}", file=sys.stderr)
    if len(report.wrong) > 50:
        print(f"… and {len(report.wrong) - 50} more", file=sys.stderr)
    sys.exit(1 if report.wrong else 0)


if __name__ == "__main__":
    main()
