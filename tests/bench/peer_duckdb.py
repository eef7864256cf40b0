#!/usr/bin/env python3
"""The job done with DuckDB and its extension "spatial": it reads, joins and cuts.   peer_duckdb.py DATA OUT

Overlaps only, edges straight in degrees: less than the job, so the figure flatters it. The pairs are compared.
"""

import csv
import sys
from pathlib import Path

import duckdb

LAYERS = ("eco_redline", "basic_farmland", "urban_boundary")


def main():
    session = duckdb.connect()
    session.execute("INSTALL spatial; LOAD spatial")
    if sys.argv[1] == "--present":
        return
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    for name, field in (("towns", "XZBM"), *((kind, "BSM") for kind in LAYERS)):
        session.execute(f"CREATE TABLE {name} AS SELECT {field} AS id, geom FROM ST_Read('{data / name}.geojson')")
    with open(out / "overlaps.csv", "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("town_id", "layer", "feature_id", "area_deg2"))
        for kind in LAYERS:
            found = session.execute(
                f"SELECT t.id, l.id, ST_Area(ST_Intersection(t.geom, l.geom)) AS area FROM towns t "
                f"JOIN {kind} l ON ST_Intersects(t.geom, l.geom) ORDER BY 1, 2"
            ).fetchall()
            rows.writerows((town, kind, feature, f"{area:.15f}") for town, feature, area in found if area > 0)


if __name__ == "__main__":
    main()
