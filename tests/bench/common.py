"""What the peers share: which pairs to cut, the plane of a town, the area on the ellipsoid, the files that come out.

The job is that of `sanxian check --outputs csv,geojson`: towns and three layers as GeoJSON in; out come, for every
town and layer, the ground of the town that lies in it (outside it, for the urban boundary), for every farmland patch
its share, neighbours within 1 km, and a GeoJSON of the ground found.
"""

import csv
import json
from pathlib import Path

import numpy as np
import pyproj
import shapely

LAYERS = ("eco_redline", "basic_farmland", "urban_boundary")
GEOD = pyproj.Geod(a=6378137.0, rf=298.257222101)
STEP_M = 70.0
PAD_DEG = 0.001  # more than an edge of a kilometre bows out of the box of its ends


class Plane:
    """Transverse Mercator at the multiple of 3 degrees nearest to a town: edges are straight here."""

    def __init__(self, meridian):
        parameters = f"+proj=tmerc +lon_0={meridian} +x_0=500000 +a=6378137 +rf=298.257222101 +units=m"
        self.proj = pyproj.Proj(parameters)

    def project(self, shapes):
        return shapely.transform(shapes, lambda c: np.column_stack(self.proj(c[:, 0], c[:, 1])))

    def areas(self, shapes):
        """Ellipsoidal areas, m²: edges straight in the plane, cut into steps, then geodesic."""
        parts, of_shape = shapely.get_parts(shapes, return_index=True)
        rings, of_part = shapely.get_rings(parts, return_index=True)
        # rings, not polygons: GEOS mends a polygon that its steps made touch itself, and may hand back nothing of it
        degrees = shapely.transform(
            shapely.segmentize(rings, STEP_M), lambda c: np.column_stack(self.proj(c[:, 0], c[:, 1], inverse=True))
        )
        shells = np.diff(of_part, prepend=-1) > 0
        signed = np.array([ring_area(ring) for ring in degrees]) * np.where(shells, 1, -1)
        return np.bincount(of_shape[of_part], signed, minlength=len(shapes))


def ring_area(ring):
    longitudes, latitudes = shapely.get_coordinates(ring).T
    return abs(GEOD.polygon_area_perimeter(longitudes, latitudes)[0])


def only_ground(shapes):
    """Polygons alone: what merely touches is no overlap."""
    def ground(one):
        if one.geom_type in ("Polygon", "MultiPolygon"):
            return one
        return shapely.union_all([part for part in shapely.get_parts(one) if part.geom_type == "Polygon"])

    return np.array([ground(one) for one in shapes])


def meridian_of(town):
    west, _, east, _ = town.bounds
    return round((west + east) / 2 / 3) * 3


def review(towns, ids, layers, near=1000.0):
    """The whole job on arrays of shapely geometries in degrees; `layers[kind]` is (geometries, ids)."""
    meridians = np.array([meridian_of(town) for town in towns])
    rows, totals, ground, neighbours = [], {}, [], []
    for meridian in np.unique(meridians):
        plane, mine = Plane(meridian), np.flatnonzero(meridians == meridian)
        flat = dict(zip(mine, plane.project(towns[mine])))
        for kind in LAYERS:
            shapes, names = layers[kind]
            tree = shapely.STRtree(shapes)
            boxes = shapely.box(*(shapely.bounds(towns[mine]) + np.array([-PAD_DEG, -PAD_DEG, PAD_DEG, PAD_DEG])).T)
            pairs_town, pairs_shape = tree.query(boxes)
            used, where = np.unique(pairs_shape, return_inverse=True)
            projected = plane.project(shapes[used])
            bad = ~shapely.is_valid(projected)
            projected[bad] = shapely.make_valid(projected[bad])
            left = np.array([flat[mine[k]] for k in pairs_town])
            shapely.prepare(left)
            hits = shapely.intersects(left, projected[where])
            left, where, pairs_town = left[hits], where[hits], pairs_town[hits]
            cut = only_ground(shapely.intersection(left, projected[where]))
            areas = plane.areas(cut)
            for k in np.flatnonzero(areas > 0):
                rows.append((ids[mine[pairs_town[k]]], kind, names[used[where[k]]], areas[k]))
            for town in range(len(mine)):
                whole = shapely.union_all(cut[pairs_town == town])
                if kind == "urban_boundary":
                    whole = shapely.difference(flat[mine[town]], whole)
                    whole = only_ground(np.array([whole]))[0]
                totals[ids[mine[town]], kind] = plane.areas(np.array([whole]))[0] if not whole.is_empty else 0.0
                if not whole.is_empty:
                    ground.append((ids[mine[town]], kind, shapely.transform(
                        whole, lambda c: np.column_stack(plane.proj(c[:, 0], c[:, 1], inverse=True)))))
        every = plane.project(towns)  # the towns of another plane may be neighbours, too
        for a, b in shapely.STRtree(every).query(every[mine], predicate="dwithin", distance=near).T:
            if mine[a] < b:
                neighbours.append((ids[mine[a]], ids[b], every[mine[a]].distance(every[b])))
    return rows, totals, ground, neighbours


def write(folder, ids, rows, totals, ground, neighbours):
    """overlaps.csv, towns.csv, neighbours.csv and findings.geojson, enough of them to compare."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "overlaps.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("town_id", "layer", "feature_id", "area_m2"))
        out.writerows((town, kind, name, f"{float(area):.3f}") for town, kind, name, area in sorted(rows))
    with open(folder / "towns.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("town_id", "eco_redline_m2", "basic_farmland_m2", "outside_urban_boundary_m2"))
        out.writerows((town, *(f"{float(totals.get((town, kind), 0.0)):.3f}" for kind in LAYERS)) for town in sorted(ids))
    with open(folder / "neighbours.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("town_a", "town_b", "distance_m"))
        out.writerows((*sorted((a, b)), f"{float(metres):.3f}") for a, b, metres in sorted(neighbours))
    with open(folder / "findings.geojson", "w", encoding="utf-8") as file:
        features = (
            '{"type":"Feature","properties":' + json.dumps({"town_id": town, "layer": kind})
            + ',"geometry":' + (shape if isinstance(shape, str) else shapely.to_geojson(shape)) + "}" for town, kind, shape in ground
        )
        file.write('{"type":"FeatureCollection","features":[' + ",\n".join(features) + "]}\n")
