CREATE TABLE later (note VARCHAR(20)); INSERT INTO later VALUES ('second');
