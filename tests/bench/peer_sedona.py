#!/usr/bin/env python3
"""The job done with SedonaDB: it reads and joins, GEOS cuts inside it.   peer_sedona.py DATA OUT

Overlaps only, edges straight in degrees: less than the job, so the figure flatters it. The pairs are compared.
"""

import csv
import sys
from pathlib import Path

import geopandas
import sedona.db

import common


def main():
    if sys.argv[1] == "--present":
        return
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    session = sedona.db.connect()
    for name, field in (("towns", "XZBM"), *((kind, "BSM") for kind in common.LAYERS)):
        frame = geopandas.read_file(data / f"{name}.geojson", columns=[field], use_arrow=True)
        session.create_data_frame(frame.rename(columns={field: "id"})).to_view(name)
    with open(out / "overlaps.csv", "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("town_id", "layer", "feature_id", "area_deg2"))
        for kind in common.LAYERS:
            found = session.sql(
                f"SELECT t.id AS town, l.id AS feature, ST_Area(ST_Intersection(t.geometry, l.geometry)) AS area "
                f"FROM towns t JOIN {kind} l ON ST_Intersects(t.geometry, l.geometry)"
            ).to_pandas()
            found = found[found["area"] > 0].sort_values(["town", "feature"])
            rows.writerows((town, kind, feature, f"{area:.15f}") for town, feature, area in found.itertuples(index=False))


if __name__ == "__main__":
    main()
