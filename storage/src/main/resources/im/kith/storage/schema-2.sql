-- Where everything is, as a reader of all live versions kept it, sealed: of the versions up to a position. Not there is as good.
CREATE TABLE summary (
    part INT PRIMARY KEY,
    position BIGINT NOT NULL,
    sealed VARBINARY NOT NULL
);
