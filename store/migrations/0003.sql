-- Which events a file of a carrier holds without their bodies: a file that holds the body of an event which is blank here is found by that.
CREATE TABLE carried_blank(
  carrier TEXT NOT NULL,
  name TEXT NOT NULL,
  rid INTEGER NOT NULL,
  number INTEGER NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY(carrier, name, rid, number, hash)
) WITHOUT ROWID;
-- When files that are not needed any more were last removed.
ALTER TABLE pace ADD COLUMN removed_at INTEGER NOT NULL DEFAULT 0;
