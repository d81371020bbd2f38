-- A database as schema version 1 makes it, with a state in it. Never change this file.
CREATE TABLE schema_version (version INT NOT NULL);
INSERT INTO schema_version VALUES (1);
CREATE TABLE version (
    position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    replica BINARY(20) NOT NULL,
    sequence BIGINT NOT NULL,
    hash BINARY(32) NOT NULL,
    item BIGINT NOT NULL,
    place TINYINT NOT NULL,
    since BIGINT NOT NULL,
    header VARBINARY NOT NULL,
    payload VARBINARY,
    signature BINARY(64) NOT NULL,
    checksum INT NOT NULL
);
CREATE UNIQUE INDEX version_by_id ON version (replica, sequence, hash);
CREATE INDEX version_by_item ON version (item);
CREATE INDEX version_by_place ON version (place, position, since);

CREATE TABLE replica_state (
    id TINYINT PRIMARY KEY CHECK (id = 1),
    replica BINARY(20) NOT NULL,
    sequence BIGINT NOT NULL,
    knowledge VARBINARY NOT NULL,
    clock BIGINT NOT NULL
);

CREATE TABLE statement (
    position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id BINARY(32) NOT NULL UNIQUE,
    sealed VARBINARY NOT NULL
);
CREATE TABLE setting (
    name VARCHAR(255) PRIMARY KEY,
    sealed VARBINARY NOT NULL
);
CREATE TABLE secret (
    name VARCHAR(255) PRIMARY KEY,
    sealed VARBINARY NOT NULL
);
INSERT INTO replica_state VALUES (1, X'b78f85385b734450f3a4047f8b16528d5ac11402', 7, X'', 327680001);
