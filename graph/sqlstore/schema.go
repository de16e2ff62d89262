package sqlstore

// aside is the schema in which a new set is built. It is there inside a loader's
// transaction only.
const aside = "innograph_next"

// tables are those of Cayley v0.7.7's sql backend (nodesTable and
// quadsTable in its database.go); TestTablesAreCayleys holds them against it.
const tables = `
CREATE TABLE IF NOT EXISTS nodes (
	hash BYTEA PRIMARY KEY,
	refs INT NOT NULL,
	value BYTEA,
	value_string TEXT,
	datatype TEXT,
	language TEXT,
	iri BOOLEAN,
	bnode BOOLEAN,
	value_int BIGINT,
	value_bool BOOLEAN,
	value_float double precision,
	value_time timestamp with time zone
);
CREATE TABLE IF NOT EXISTS quads (
	horizon BIGSERIAL PRIMARY KEY,
	subject_hash BYTEA NOT NULL,
	predicate_hash BYTEA NOT NULL,
	object_hash BYTEA NOT NULL,
	label_hash BYTEA,
	ts timestamp
);`

// indexes are Cayley's, and one more: by label, whose quads Cayley finds by a scan.
// They are made when the rows are there.
const indexes = `
CREATE UNIQUE INDEX IF NOT EXISTS spo_unique ON quads (subject_hash, predicate_hash, object_hash) WHERE label_hash IS NULL;
CREATE UNIQUE INDEX IF NOT EXISTS spol_unique ON quads (subject_hash, predicate_hash, object_hash, label_hash) WHERE label_hash IS NOT NULL;
CREATE INDEX IF NOT EXISTS spo_index ON quads (subject_hash, predicate_hash, object_hash);
CREATE INDEX IF NOT EXISTS ops_index ON quads (object_hash, predicate_hash, subject_hash);
CREATE INDEX IF NOT EXISTS pos_index ON quads (predicate_hash, object_hash, subject_hash);
CREATE INDEX IF NOT EXISTS osp_index ON quads (object_hash, subject_hash, predicate_hash);
CREATE INDEX IF NOT EXISTS label_index ON quads (label_hash);`

// keys are Cayley's for PostgreSQL; it has none for CockroachDB. Beside them, what
// else PostgreSQL has of its own.
const keys = `
ALTER TABLE quads ADD CONSTRAINT subject_hash_fk FOREIGN KEY (subject_hash) REFERENCES nodes (hash);
ALTER TABLE quads ADD CONSTRAINT predicate_hash_fk FOREIGN KEY (predicate_hash) REFERENCES nodes (hash);
ALTER TABLE quads ADD CONSTRAINT object_hash_fk FOREIGN KEY (object_hash) REFERENCES nodes (hash);
ALTER TABLE quads ADD CONSTRAINT label_hash_fk FOREIGN KEY (label_hash) REFERENCES nodes (hash);
ANALYZE nodes;
ANALYZE quads;`

// versions is the table of our own: one row that says what the others hold.
const versions = `
CREATE TABLE IF NOT EXISTS innograph_version (
	id INT PRIMARY KEY DEFAULT 1 CHECK (id = 1),
	layout INT NOT NULL,
	sequence BIGINT NOT NULL,
	origin TEXT NOT NULL,
	base TEXT NOT NULL,
	quads BIGINT NOT NULL,
	nodes BIGINT NOT NULL,
	loaded TIMESTAMPTZ NOT NULL
);`

// layout is the number of this arrangement of tables.
const layout = 1
