#!/usr/bin/env python3
"""The job done with PostGIS: ogr2ogr loads, the database joins, cuts and measures.   peer_postgis.py DATA OUT

A cluster of its own in a temporary folder, gone afterwards; the server does not run as root. CPU seconds are those of
all its processes: they end, and are waited for, before this one does.
"""

import csv
import io
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import common
import sql_job

SETTINGS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c shared_buffers=512MB -c work_mem=256MB -c maintenance_work_mem=512MB -c max_wal_size=8GB -c jit=off -c autovacuum=off"


def binaries():
    """Where PostgreSQL's programs are."""
    there = shutil.which("initdb")
    found = [Path(there).resolve().parent] if there else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if not found:
        sys.exit("no PostgreSQL server (initdb)")
    return found[0]


class Cluster:
    """A server of our own."""

    def __init__(self):
        self.bin = binaries()
        self.folder = tempfile.mkdtemp(prefix="sanxian-postgis-")
        self.user = []
        self.server = None

    def __enter__(self):
        try:
            self.start()
        except BaseException:  # sys.exit among them: a server that cannot be used must not live on
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def start(self):
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            name = next((n for n in ("postgres", "nobody") if any(n == user.pw_name for user in pwd.getpwall())), None)
            if name is None:
                sys.exit("PostgreSQL does not run as root, and there is no user postgres or nobody")
            shutil.chown(self.folder, name)
            self.user = ["runuser", "-u", name, "--"]
        self.data = f"{self.folder}/data"
        self.call("initdb", "-D", self.data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        # a child of ours: its CPU time, and that of all backends, is counted when it has ended
        self.server = subprocess.Popen(
            [*self.user, self.bin / "postgres", "-D", self.data, "-k", self.folder, *SETTINGS.replace("'", "").split()],
            stdout=subprocess.DEVNULL, stderr=open(f"{self.folder}/log", "w"), cwd="/",
        )
        for _ in range(100):
            if subprocess.run([self.bin / "pg_isready", "-q", "-h", self.folder]).returncode == 0:
                break
            subprocess.run(["sleep", "0.2"])
        self.psql("CREATE EXTENSION postgis", database="template1")
        self.psql("CREATE DATABASE bench", database="template1")

    def call(self, program, *words):
        done = subprocess.run([*self.user, self.bin / program, *words], capture_output=True, text=True, cwd="/")
        if done.returncode:
            sys.exit(f"{program}: {done.stderr.strip().splitlines()[-1:]}")

    def psql(self, sql, database="bench"):
        command = [shutil.which("psql") or self.bin / "psql", "-X", "-q", "-h", self.folder, "-U", "bench", "-v", "ON_ERROR_STOP=1", "-At", "-F", "\t", database]
        done = subprocess.run(command, input=sql, capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stderr.strip()[-500:])
        return done.stdout

    def close(self):
        if self.server:
            self.call("pg_ctl", "-D", self.data, "stop", "-m", "fast", "-w", "-t", "120")
            self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


csv.field_size_limit(1 << 30)  # the ground of a town is one field


class PostGis:
    union = "ST_Union"

    def __init__(self, cluster):
        self.cluster = cluster

    def ask(self, sql):
        return [tuple(row) for row in csv.reader(io.StringIO(self.cluster.psql(f"COPY ({sql}) TO STDOUT (FORMAT csv)")))]

    def keep(self, name, sql):
        self.cluster.psql(f"DROP TABLE IF EXISTS {name}; CREATE UNLOGGED TABLE {name} AS {sql}; ANALYZE {name}")

    def box(self, sides):
        return f"ST_MakeEnvelope({sides}, 4490)"

    def plane(self, geometry, code):
        return f"ST_Transform({geometry}, {code})"

    def degrees(self, geometry, code):
        return f"ST_Transform({geometry}, 4490)"

    def area(self, geometry, code):
        # edges straight in the plane, cut into steps, then geodesic
        return f"ST_Area(ST_Transform(ST_Segmentize({geometry}, {common.STEP_M}), 4490)::geography)"

    def near(self, a, b):
        return f"ST_DWithin({a}, {b}, 1000.0)"


def main():
    if sys.argv[1] == "--present":
        if not shutil.which("ogr2ogr"):
            sys.exit("no ogr2ogr (package gdal-bin) to load with")
        with Cluster():
            return
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    with Cluster() as cluster:
        db = PostGis(cluster)
        for name, field in (("towns", "XZBM"), *((kind, "BSM") for kind in common.LAYERS)):
            dump = subprocess.Popen(
                ["ogr2ogr", "-f", "PGDUMP", "/vsistdout/", data / f"{name}.geojson", "-nln", name, "-select", field, "-nlt", "PROMOTE_TO_MULTI",
                 "-a_srs", "EPSG:4490", "-lco", "GEOMETRY_NAME=geom", "-lco", "SPATIAL_INDEX=NONE", "-lco", "CREATE_SCHEMA=OFF", "-lco", "FID=row",
                 "-lco", "DROP_TABLE=OFF", "-lco", "LAUNDER=NO", "--config", "PG_USE_COPY", "YES"],
                stdout=subprocess.PIPE,
            )
            psql = [shutil.which("psql") or cluster.bin / "psql", "-X", "-q", "-h", cluster.folder, "-U", "bench", "-v", "ON_ERROR_STOP=1", "bench"]
            subprocess.run(psql, stdin=dump.stdout, stdout=subprocess.DEVNULL, check=True)
            if dump.wait():
                sys.exit("ogr2ogr failed")
            cluster.psql(f'ALTER TABLE {name} RENAME COLUMN "{field}" TO id; CREATE INDEX ON {name} USING gist (geom); ANALYZE {name}')
        common.write(out, *sql_job.review(db))


if __name__ == "__main__":
    main()
