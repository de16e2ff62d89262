package sqlstore

// aside is the schema in which a new set is built. It is there inside a loader's
// transaction only.
const aside = "innograph_next"

// tables are those of Cayley v0.7.7's sql backend (graph/sql/database.go,
// nodesTable and quadsTable); TestTablesAreCayleys holds them against it.
const tables = `
CREATE TABLE innograph_next.nodes (
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
CREATE TABLE innograph_next.quads (
	horizon BIGSERIAL PRIMARY KEY,
	subject_hash BYTEA NOT NULL,
	predicate_hash BYTEA NOT NULL,
	object_hash BYTEA NOT NULL,
	label_hash BYTEA,
	ts timestamp
)`

// indexes are Cayley's, and one more: by label, which Cayley finds by a scan. They are made when the rows are there.
// The rows do not change, so pages are full to nine tenths, not to half as Cayley's.
const indexes = `
CREATE UNIQUE INDEX spo_unique ON innograph_next.quads (subject_hash, predicate_hash, object_hash) WHERE label_hash IS NULL;
CREATE UNIQUE INDEX spol_unique ON innograph_next.quads (subject_hash, predicate_hash, object_hash, label_hash) WHERE label_hash IS NOT NULL;
ALTER TABLE innograph_next.quads ADD CONSTRAINT subject_hash_fk FOREIGN KEY (subject_hash) REFERENCES innograph_next.nodes (hash);
ALTER TABLE innograph_next.quads ADD CONSTRAINT predicate_hash_fk FOREIGN KEY (predicate_hash) REFERENCES innograph_next.nodes (hash);
ALTER TABLE innograph_next.quads ADD CONSTRAINT object_hash_fk FOREIGN KEY (object_hash) REFERENCES innograph_next.nodes (hash);
ALTER TABLE innograph_next.quads ADD CONSTRAINT label_hash_fk FOREIGN KEY (label_hash) REFERENCES innograph_next.nodes (hash);
CREATE INDEX spo_index ON innograph_next.quads (subject_hash, predicate_hash, object_hash) WITH (FILLFACTOR = 90);
CREATE INDEX ops_index ON innograph_next.quads (object_hash, predicate_hash, subject_hash) WITH (FILLFACTOR = 90);
CREATE INDEX pos_index ON innograph_next.quads (predicate_hash, object_hash, subject_hash) WITH (FILLFACTOR = 90);
CREATE INDEX osp_index ON innograph_next.quads (object_hash, subject_hash, predicate_hash) WITH (FILLFACTOR = 90);
CREATE INDEX label_index ON innograph_next.quads (label_hash);
ANALYZE innograph_next.nodes;
ANALYZE innograph_next.quads`

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
)`

// layout is the number of this arrangement of tables.
const layout = 1
