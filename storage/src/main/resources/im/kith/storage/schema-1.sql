-- Versions as they are sent: header and payload are ciphertext or ids. Position is the order stored. Item is a hash of
-- node and item id, which are in the header; eight octets keep its index, which is written all over, small.
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

-- At most one row, which has id 1.
CREATE TABLE replica_state (
    id TINYINT PRIMARY KEY CHECK (id = 1),
    replica BINARY(20) NOT NULL,
    sequence BIGINT NOT NULL,
    knowledge VARBINARY NOT NULL,
    clock BIGINT NOT NULL
);

-- Sealed under the vault key with the table's name and the row's key as associated data.
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
