"""What the benchmark needs and makes once: data of any size, and an interpreter with the peers."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
WORK = TARGET / "bench"
GENERATOR = ROOT.parent / "shared/bench/gen/Cargo.toml"
LAYERS = ("towns", "eco_redline", "basic_farmland", "urban_boundary")
# What each peer needs; DuckDB's extension comes as a package, for the version that it was made for.
PEERS = (
    ("geopandas", "pyarrow"), ("sedonadb", "pyarrow", "geoarrow-pyarrow", "geoarrow-pandas"), ("duckdb==1.5.5", "duckdb-extension-spatial==1.5.5"),
)


class Missing(Exception):
    """Something is not there; the text says what."""


def call(*command):
    subprocess.run([str(word) for word in command], check=True, stdout=sys.stderr)


def generator(name):
    """A program of the generator, which lies beside the repository."""
    if not GENERATOR.exists():
        raise Missing(f"the generator is not there ({GENERATOR}); give a folder of your own with --data")
    folder = WORK / "gen"
    call("cargo", "build", "--quiet", "--release", "--manifest-path", GENERATOR, "--target-dir", folder)
    return folder / "release" / name


def data(size, seed, *more):
    """A folder with the four layers."""
    folder = WORK / "-".join(["data", size, str(seed), *(word.strip("-") for word in more)])
    if not (folder / "urban_boundary.geojson").exists():
        folder.mkdir(parents=True, exist_ok=True)
        call(generator("sanxian-gen"), size, folder, "--seed", seed, *more)
    return folder


def files(folder):
    return [folder / f"{layer}.geojson" for layer in LAYERS]


def built(*what):
    call("cargo", "build", "--quiet", "--release", "--locked", "--manifest-path", ROOT / "Cargo.toml", *what)


def program():
    """The release build of the command line; another one, to compare with, by BENCH_PROGRAM."""
    if given := os.environ.get("BENCH_PROGRAM"):
        return Path(given)
    built("-p", "sanxian-cli")
    return TARGET / "release/sanxian"


def baseline_program():
    """The release build of the baselines' bench."""
    built("-p", "sanxian-project", "--example", "baseline_bench")
    return TARGET / "release/examples/baseline_bench"


def python():
    """An interpreter that has the peers: that of BENCH_PYTHON, else one made here."""
    if given := os.environ.get("BENCH_PYTHON"):
        return Path(given)
    folder = WORK / "venv"
    interpreter = folder / "bin/python"
    if not (folder / "complete").exists():
        call(sys.executable, "-m", "venv", folder)
        for peer in PEERS:
            try:
                call(interpreter, "-m", "pip", "install", "--quiet", *peer)
            except subprocess.CalledProcessError:
                print(f"{peer[0]} cannot be installed here", file=sys.stderr)
        (folder / "complete").touch()
    return interpreter
