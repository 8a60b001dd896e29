-- Events that came in long after they were written down, until somebody here has seen them.
CREATE TABLE late(arrival INTEGER PRIMARY KEY);
-- Who is calling a customer, as each installation last said (the own one too). `id` is a break's, `since` ms since 1970 UTC.
CREATE TABLE calling(
  id TEXT NOT NULL,
  replica TEXT NOT NULL,
  actor TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY(id, replica)
) WITHOUT ROWID;
-- What the last head said of calls.
ALTER TABLE pace ADD COLUMN calling TEXT NOT NULL DEFAULT '';
