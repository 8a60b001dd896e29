-- What statistics need of each break, made when they are first asked for; `stamp` says of which state of the record.
CREATE TABLE measures(sid INTEGER PRIMARY KEY, stamp TEXT NOT NULL, measures TEXT NOT NULL);
