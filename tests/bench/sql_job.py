"""The job as SQL, for peers that speak it: what differs between them is in their own files.

Pairs by boxes, cut in the plane of each town, united by town and layer; neighbours; the ground found as GeoJSON. A
dialect gives: rows of `ask(sql)`, `keep(name, sql)` (makes a table), `plane(geometry, code)` and
`degrees(geometry, code)` (projects between 4490 and a plane), `area(geometry, code)` (m²), `union` (the aggregate),
`near(a, b)` (within 1 km), `box(sides)` (a rectangle in degrees). Tables `towns` and the layers have `id` and `geom`.
"""

import common

PAD = common.PAD_DEG
FIRST_ZONE = 4534  # EPSG: CGCS2000 / 3-degree Gauss-Krueger CM 75E, the next codes lie 3° east each


def review(db):
    """Towns, rows, totals, ground and neighbours, as `common.write` takes them, but ground as GeoJSON text."""
    ids = [row[0] for row in db.ask("SELECT id FROM towns")]
    middle = "round((ST_XMin(geom) + ST_XMax(geom)) / 6)"
    rows, totals, ground, neighbours = [], {}, [], []
    for (third,) in db.ask(f"SELECT DISTINCT {middle} FROM towns"):
        code = FIRST_ZONE + int(float(third)) - 25
        box = db.box(f"ST_XMin(geom) - {PAD}, ST_YMin(geom) - {PAD}, ST_XMax(geom) + {PAD}, ST_YMax(geom) + {PAD}")
        db.keep("here", f"SELECT id, {db.plane('geom', code)} AS plane, {box} AS box FROM towns WHERE {middle} = {int(float(third))}")
        for kind in common.LAYERS:
            db.keep("near", f"SELECT t.id AS town, l.id AS feature, t.plane AS plane, l.geom AS geom FROM here t JOIN {kind} l ON ST_Intersects(t.box, l.geom)")
            cut = f"ST_Intersection(plane, ST_MakeValid({db.plane('geom', code)}))"
            db.keep("cuts", f"SELECT town, feature, {cut} AS cut FROM near")
            found = db.ask(f"SELECT town, feature, {db.area('cut', code)} FROM cuts WHERE ST_Area(cut) > 0")
            rows.extend((town, kind, feature, area) for town, feature, area in found)
            db.keep("united", f"SELECT town, {db.union}(cut) AS whole FROM cuts WHERE ST_Area(cut) > 0 GROUP BY town")
            whole = "SELECT town, whole FROM united"
            if kind == "urban_boundary":
                whole = (
                    "SELECT h.id AS town, ST_Difference(h.plane, u.whole) AS whole FROM here h JOIN united u ON u.town = h.id UNION ALL "
                    "SELECT h.id AS town, h.plane AS whole FROM here h LEFT JOIN united u ON u.town = h.id WHERE u.town IS NULL"
                )
            db.keep("wholes", whole)
            found = db.ask(f"SELECT town, {db.area('whole', code)}, ST_AsGeoJSON({db.degrees('whole', code)}) FROM wholes WHERE ST_Area(whole) > 0")
            totals.update({(town, kind): area for town, area, _ in found})
            ground.extend((town, kind, shape) for town, _, shape in found)
        # the towns of another plane may be neighbours, too
        db.keep("there", f"SELECT id, {db.plane('geom', code)} AS plane FROM towns")
        neighbours.extend(db.ask(
            f"SELECT a.id, b.id, ST_Distance(a.plane, b.plane) FROM here a JOIN there b ON {db.near('a.plane', 'b.plane')} WHERE a.id < b.id"
        ))
    return ids, rows, totals, ground, neighbours
