#!/usr/bin/env python3
"""The job done with GeoPandas: pyogrio reads, GEOS cuts, PROJ measures.   peer_geopandas.py DATA OUT"""

import sys
from pathlib import Path

import geopandas

import common


def main():
    if sys.argv[1] == "--present":
        return
    data, out = Path(sys.argv[1]), sys.argv[2]
    towns = geopandas.read_file(data / "towns.geojson", columns=["XZBM"])
    layers = {}
    for kind in common.LAYERS:
        frame = geopandas.read_file(data / f"{kind}.geojson", columns=["BSM"])
        layers[kind] = (frame.geometry.to_numpy(), frame["BSM"].to_numpy())
    ids = towns["XZBM"].to_numpy()
    common.write(out, ids, *common.review(towns.geometry.to_numpy(), ids, layers))


if __name__ == "__main__":
    main()
