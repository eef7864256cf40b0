-- What a baseline keeps beside the tables that every GeoPackage has. The table of features is named by its role.

CREATE TABLE baseline (
    id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    format INTEGER NOT NULL,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    data_year INTEGER,
    hash TEXT NOT NULL,
    source TEXT NOT NULL,
    features INTEGER NOT NULL,
    vertices INTEGER NOT NULL,
    problems INTEGER NOT NULL,
    west DOUBLE,
    south DOUBLE,
    east DOUBLE,
    north DOUBLE,
    finest_level INTEGER NOT NULL,
    accept_repairs INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE problems (
    id INTEGER PRIMARY KEY NOT NULL,
    problem TEXT NOT NULL
);

-- Features whose edges may bow out of their box by more than 50 m, with that box (see near.rs).
CREATE TABLE wide (
    fid INTEGER PRIMARY KEY NOT NULL,
    west DOUBLE NOT NULL,
    south DOUBLE NOT NULL,
    east DOUBLE NOT NULL,
    north DOUBLE NOT NULL
);

-- Share of ground covered, in cells of 360°/2^level; blocks of 256 × 256 cells counted from 180° W, 180° S.
CREATE TABLE coverage (
    level INTEGER NOT NULL,
    x INTEGER NOT NULL,
    y INTEGER NOT NULL,
    runs BLOB NOT NULL,
    PRIMARY KEY (level, x, y)
) WITHOUT ROWID;

INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) VALUES
    ('baseline', 'attributes', '底图数据', 'what this baseline is', '1970-01-01T00:00:00.000Z'),
    ('problems', 'attributes', '问题', 'defects of the source, as JSON', '1970-01-01T00:00:00.000Z');
