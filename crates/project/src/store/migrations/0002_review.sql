-- What a review keeps. Areas stand twice: *_m2 for people and GIS, *_mm2 (whole mm²) to lose nothing.
-- Feature tables enter gpkg_contents, with their R*Tree, when they are filled (gpkg/register.rs).

CREATE TABLE towns (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    town_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    area_m2 DOUBLE,
    planar_area_m2 DOUBLE,
    eco_redline_m2 DOUBLE,
    basic_farmland_m2 DOUBLE,
    outside_urban_boundary_m2 DOUBLE,
    compliant_m2 DOUBLE,
    verdict TEXT,
    position INTEGER NOT NULL,
    traits TEXT NOT NULL,
    attributes TEXT NOT NULL,
    central_meridian INTEGER,
    area_mm2 INTEGER,
    planar_area_mm2 INTEGER,
    eco_redline_mm2 INTEGER,
    basic_farmland_mm2 INTEGER,
    outside_urban_boundary_mm2 INTEGER,
    classes TEXT,
    four_bounds TEXT,
    geom MULTIPOLYGON NOT NULL
);

CREATE TABLE eco_redline (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    feature_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    attributes TEXT NOT NULL,
    geom MULTIPOLYGON NOT NULL
);

CREATE TABLE basic_farmland (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    feature_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    attributes TEXT NOT NULL,
    geom MULTIPOLYGON NOT NULL
);

CREATE TABLE urban_boundary (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    feature_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    attributes TEXT NOT NULL,
    geom MULTIPOLYGON NOT NULL
);

CREATE TABLE counties (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    feature_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    attributes TEXT NOT NULL,
    geom MULTIPOLYGON NOT NULL
);

-- Findings with ground of their own. sequence = place in the review's order, shared with findings_unplaced.
CREATE TABLE findings (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    finding_id TEXT NOT NULL,
    rule TEXT NOT NULL,
    clause TEXT NOT NULL,
    also TEXT NOT NULL,
    town_id TEXT NOT NULL,
    against TEXT,
    layer TEXT,
    severity TEXT NOT NULL,
    grade TEXT,
    area_m2 DOUBLE,
    distance_m DOUBLE,
    measured TEXT,
    limit_m2 DOUBLE,
    limit_m DOUBLE,
    limit_set TEXT,
    reason TEXT NOT NULL,
    explanation TEXT NOT NULL,
    explanation_en TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    geom MULTIPOLYGON NOT NULL
);

-- Findings about a town as a whole: a size, a nearness, a pass.
CREATE TABLE findings_unplaced (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    finding_id TEXT NOT NULL,
    rule TEXT NOT NULL,
    clause TEXT NOT NULL,
    also TEXT NOT NULL,
    town_id TEXT NOT NULL,
    against TEXT,
    layer TEXT,
    severity TEXT NOT NULL,
    grade TEXT,
    area_m2 DOUBLE,
    distance_m DOUBLE,
    measured TEXT,
    limit_m2 DOUBLE,
    limit_m DOUBLE,
    limit_set TEXT,
    reason TEXT NOT NULL,
    explanation TEXT NOT NULL,
    explanation_en TEXT NOT NULL,
    sequence INTEGER NOT NULL
);

CREATE TABLE overlaps (
    id INTEGER PRIMARY KEY NOT NULL,
    town_id TEXT NOT NULL,
    layer TEXT NOT NULL,
    feature_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    area_m2 DOUBLE NOT NULL,
    area_mm2 INTEGER NOT NULL,
    grade TEXT NOT NULL
);

CREATE TABLE neighbours (
    id INTEGER PRIMARY KEY NOT NULL,
    town_a TEXT NOT NULL,
    town_b TEXT NOT NULL,
    distance_m DOUBLE NOT NULL,
    distance_mm INTEGER NOT NULL
);

CREATE TABLE not_checked (
    id INTEGER PRIMARY KEY NOT NULL,
    clause TEXT,
    rule TEXT NOT NULL,
    missing TEXT NOT NULL
);

CREATE TABLE faults (
    id INTEGER PRIMARY KEY NOT NULL,
    town_id TEXT NOT NULL,
    rule TEXT NOT NULL,
    what TEXT NOT NULL
);

-- Which layers were given: one that is given and empty was checked, one that is absent was not.
CREATE TABLE layers (
    id INTEGER PRIMARY KEY NOT NULL,
    layer TEXT NOT NULL UNIQUE,
    features INTEGER NOT NULL
);

CREATE TABLE sources (
    id INTEGER PRIMARY KEY NOT NULL,
    role TEXT NOT NULL,
    file TEXT NOT NULL,
    format TEXT NOT NULL,
    parts TEXT NOT NULL,
    crs_epsg INTEGER,
    crs_name TEXT NOT NULL,
    crs_reason_zh TEXT NOT NULL,
    crs_reason_en TEXT NOT NULL,
    encoding TEXT NOT NULL,
    features INTEGER NOT NULL,
    kept INTEGER NOT NULL
);

CREATE TABLE problems (
    id INTEGER PRIMARY KEY NOT NULL,
    role TEXT NOT NULL,
    file TEXT NOT NULL,
    position INTEGER,
    feature TEXT,
    lon DOUBLE,
    lat DOUBLE,
    code TEXT NOT NULL,
    zh TEXT NOT NULL,
    en TEXT NOT NULL,
    area_change_mm2 INTEGER,
    dropped BOOLEAN NOT NULL
);

CREATE TABLE run (
    id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    as_of TEXT NOT NULL,
    near_mm INTEGER NOT NULL,
    software TEXT NOT NULL,
    proj TEXT NOT NULL,
    packs TEXT NOT NULL,
    parameters TEXT NOT NULL
);

-- The units whose review has been recorded.
CREATE TABLE reviewed (
    id INTEGER PRIMARY KEY NOT NULL,
    unit TEXT NOT NULL UNIQUE
);

-- The reviewer's own words. Findings are derived and replaced; decisions are human and stay.
CREATE TABLE decision (
    id INTEGER PRIMARY KEY NOT NULL,
    fingerprint TEXT NOT NULL UNIQUE,
    decided TEXT NOT NULL,
    words TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    decided_on TEXT NOT NULL
);

CREATE TABLE log (
    id INTEGER PRIMARY KEY NOT NULL,
    as_of TEXT NOT NULL,
    what TEXT NOT NULL
);

CREATE TRIGGER log_keeps_its_rows BEFORE DELETE ON log
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

CREATE TRIGGER log_keeps_its_words BEFORE UPDATE ON log
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) VALUES
    ('findings_unplaced', 'attributes', '审查结果(无图形)', 'findings about a town as a whole', '1970-01-01T00:00:00.000Z'),
    ('overlaps', 'attributes', '重叠图斑', 'each control-line feature that a town overlaps', '1970-01-01T00:00:00.000Z'),
    ('neighbours', 'attributes', '邻近', 'pairs of towns nearer than the asked distance', '1970-01-01T00:00:00.000Z'),
    ('not_checked', 'attributes', '未检查', 'clauses that lack input', '1970-01-01T00:00:00.000Z'),
    ('faults', 'attributes', '故障', 'rules that failed; the others went on', '1970-01-01T00:00:00.000Z'),
    ('layers', 'attributes', '已提供图层', 'which layers were given', '1970-01-01T00:00:00.000Z'),
    ('sources', 'attributes', '数据来源', 'input files with SHA-256', '1970-01-01T00:00:00.000Z'),
    ('problems', 'attributes', '问题', 'defects of the input', '1970-01-01T00:00:00.000Z'),
    ('run', 'attributes', '审查信息', 'as-of date, software, policy packs, parameters', '1970-01-01T00:00:00.000Z'),
    ('reviewed', 'attributes', '已审查单元', 'units whose review is recorded', '1970-01-01T00:00:00.000Z'),
    ('decision', 'attributes', '人工意见', 'the reviewer''s own words, by finding', '1970-01-01T00:00:00.000Z'),
    ('log', 'attributes', '日志', 'append-only', '1970-01-01T00:00:00.000Z');
