-- What the window keeps in a project: decisions, the steps to take them back, baselines referred to, the policy chosen.
-- A file without a row in `project` is an exported review: it is looked at, not worked on.

DROP TABLE decision;

CREATE TABLE decision (
    id INTEGER PRIMARY KEY NOT NULL,
    finding_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    comment TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    activity TEXT,
    document TEXT,
    document_date TEXT,
    decided_at TEXT NOT NULL,
    made_on TEXT NOT NULL
);

-- at = local time of the reviewer's machine; step = what a decision changed, for undo and redo.
ALTER TABLE log ADD COLUMN at TEXT NOT NULL DEFAULT '';
ALTER TABLE log ADD COLUMN zh TEXT;
ALTER TABLE log ADD COLUMN en TEXT;
ALTER TABLE log ADD COLUMN step TEXT;

CREATE TABLE project (
    id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    sample BOOLEAN NOT NULL,
    revision INTEGER NOT NULL,
    policy TEXT,
    reviewed_with TEXT
);

CREATE TABLE baseline_refs (
    id INTEGER PRIMARY KEY NOT NULL,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    data_year INTEGER,
    hash TEXT NOT NULL,
    place TEXT NOT NULL,
    features INTEGER NOT NULL
);

CREATE TABLE town_counties (
    town_id TEXT PRIMARY KEY NOT NULL,
    county TEXT NOT NULL
);

INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) VALUES
    ('project', 'attributes', '项目', 'revision, policy of the next review', '1970-01-01T00:00:00.000Z'),
    ('baseline_refs', 'attributes', '基准图层引用', 'control lines kept outside, by SHA-256', '1970-01-01T00:00:00.000Z'),
    ('town_counties', 'attributes', '小镇所在行政区', 'county of each town', '1970-01-01T00:00:00.000Z');
