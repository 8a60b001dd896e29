-- What happened in the exchange that somebody may want to know of afterwards, the newest last; `amount` of events or milliseconds, `who` a replica.
CREATE TABLE happened(
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  until INTEGER NOT NULL,
  kind TEXT NOT NULL,
  who TEXT NOT NULL,
  amount INTEGER NOT NULL,
  what TEXT NOT NULL
);
-- The highest number of each replica that ever lay in a carrier: what is below it and lies there no more was lost.
CREATE TABLE reached(carrier TEXT NOT NULL, rid INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY(carrier, rid)) WITHOUT ROWID;
INSERT INTO reached SELECT carrier, rid, max(last) FROM carried GROUP BY carrier, rid;
