#!/usr/bin/env python3
"""The job done with DuckDB and its extension "spatial": it reads, joins and cuts.   peer_duckdb.py DATA OUT

Areas are those of the plane (it cuts no edges into steps), which are larger by up to 0.04 %.
"""

import sys
from pathlib import Path

import duckdb

import common
import sql_job


class DuckDb:
    union = "ST_Union_Agg"

    def __init__(self):
        self.session = duckdb.connect()
        try:
            # the extension as a Python package; its own server cannot be reached from everywhere
            import duckdb_extension_spatial as package
            file = next(Path(package.__file__).parent.rglob("spatial.duckdb_extension"))
            self.session.execute(f"LOAD '{file}'")
        except ImportError:
            self.session.execute("INSTALL spatial; LOAD spatial")

    def run(self, sql):
        self.session.execute(sql)

    def ask(self, sql):
        return self.session.execute(sql).fetchall()

    def keep(self, name, sql):
        self.session.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")

    def box(self, sides):
        return f"ST_MakeEnvelope({sides})"

    def plane(self, geometry, code):
        return f"ST_Transform({geometry}, 'EPSG:4490', 'EPSG:{code}', always_xy := true)"

    def degrees(self, geometry, code):
        return f"ST_Transform({geometry}, 'EPSG:{code}', 'EPSG:4490', always_xy := true)"

    def area(self, geometry, code):
        return f"ST_Area({geometry})"

    def near(self, a, b):
        return f"ST_DWithin({a}, {b}, 1000.0)"


def main():
    db = DuckDb()
    if sys.argv[1] == "--present":
        return
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    for name, field in (("towns", "XZBM"), *((kind, "BSM") for kind in common.LAYERS)):
        db.run(f"CREATE TABLE {name} AS SELECT {field} AS id, geom FROM ST_Read('{data / name}.geojson')")
    common.write(out, *sql_job.review(db))


if __name__ == "__main__":
    main()
