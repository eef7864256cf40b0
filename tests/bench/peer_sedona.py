#!/usr/bin/env python3
"""The job done with SedonaDB: it reads and joins, GEOS cuts inside it.   peer_sedona.py DATA OUT"""

import sys
from pathlib import Path

import common
import sql_job

import sedonadb


class Sedona:
    union = "ST_Union_Agg"

    def __init__(self):
        self.session = sedonadb.connect()

    def ask(self, sql):
        return list(self.session.sql(sql).to_pandas().itertuples(index=False, name=None))

    def keep(self, name, sql):
        self.session.sql(sql).to_memtable().to_view(name, overwrite=True)

    def box(self, sides):
        return f"ST_SetSRID(ST_MakeEnvelope({sides}), 4490)"

    def plane(self, geometry, code):
        return f"ST_Transform({geometry}, 'EPSG:{code}')"

    def degrees(self, geometry, code):
        return f"ST_Transform({geometry}, 'EPSG:4490')"

    def area(self, geometry, code):
        return f"ST_Area({geometry})"

    def near(self, a, b):
        return f"ST_DWithin({a}, {b}, 1000.0)"


def main():
    db = Sedona()
    if sys.argv[1] == "--present":
        return
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    for name, field in (("towns", "XZBM"), *((kind, "BSM") for kind in common.LAYERS)):
        db.session.read_pyogrio(str(data / f"{name}.geojson")).to_view("raw", overwrite=True)
        db.keep(name, f'SELECT "{field}" AS id, ST_SetSRID("wkb_geometry", 4490) AS geom FROM raw')
    common.write(out, *sql_job.review(db))


if __name__ == "__main__":
    main()
