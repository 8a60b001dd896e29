-- What this replica knows of itself: board, board_path, replica, former (ids it had before), hlc, fold_version, policy, joined_at.
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- Short numbers for the two texts that every event repeats.
-- `contiguous`: every event of that replica up to this number is here; `top` is the hash of that one.
CREATE TABLE replicas(
  rid INTEGER PRIMARY KEY,
  replica TEXT NOT NULL UNIQUE,
  contiguous INTEGER NOT NULL DEFAULT 0,
  top TEXT NOT NULL DEFAULT ''
);
-- What is here of a replica beyond its first gap, and the numbers of which there is more than one event.
CREATE TABLE beyond(rid INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY(rid, first)) WITHOUT ROWID;
CREATE TABLE forks(rid INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY(rid, number)) WITHOUT ROWID;
CREATE TABLE subjects(sid INTEGER PRIMARY KEY, subject TEXT NOT NULL UNIQUE);
-- The record. `arrival` is the order in which events came to this replica; it means nothing anywhere else.
CREATE TABLE events(
  arrival INTEGER PRIMARY KEY,
  rid INTEGER NOT NULL,
  number INTEGER NOT NULL,
  hash TEXT NOT NULL,
  prev TEXT NOT NULL,
  sid INTEGER NOT NULL,
  seen TEXT NOT NULL,
  hlc INTEGER NOT NULL,
  happened_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action INTEGER NOT NULL,
  kind TEXT NOT NULL,
  body TEXT,
  salt TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  origin_source TEXT,
  origin_key TEXT,
  version INTEGER NOT NULL,
  extra TEXT
);
CREATE UNIQUE INDEX events_identity ON events(rid, number, hash);
CREATE INDEX events_subject ON events(sid, rid, number);
CREATE INDEX events_blank ON events(rid, number) WHERE body IS NULL;
CREATE INDEX events_redacted ON events(sid) WHERE kind = 'redacted';
CREATE INDEX events_origin ON events(origin_source, origin_key) WHERE origin_source IS NOT NULL;
-- Subjects whose folded tables are behind the log.
CREATE TABLE dirty(sid INTEGER PRIMARY KEY, late INTEGER NOT NULL DEFAULT 0);
-- Folded: a line of the board for each break, and its rank from one instant to another.
CREATE TABLE break_rows(
  sid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  view TEXT NOT NULL,
  customer_key TEXT NOT NULL,
  failure TEXT NOT NULL,
  cause TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  owes INTEGER NOT NULL,
  hay TEXT NOT NULL,
  row TEXT NOT NULL,
  digest INTEGER NOT NULL
);
CREATE INDEX break_rows_customer ON break_rows(customer_key);
CREATE INDEX break_rows_failure ON break_rows(failure);
CREATE INDEX break_rows_view ON break_rows(view, failure);
CREATE INDEX break_rows_cause ON break_rows(cause, customer_key, opened_at) WHERE cause <> '';
CREATE INDEX break_rows_owes ON break_rows(view) WHERE owes;
CREATE INDEX break_rows_changed ON break_rows(changed);
CREATE TABLE steps(
  sid INTEGER NOT NULL,
  from_at INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  flags INTEGER NOT NULL,
  view TEXT NOT NULL,
  PRIMARY KEY(sid, from_at)
) WITHOUT ROWID;
CREATE INDEX steps_from ON steps(from_at);
CREATE INDEX steps_view ON steps(view, until_at, from_at, rank, sid, flags);
-- Folded: failures and customers, so that an id, a name or a joined one is found without folding.
CREATE TABLE failures(sid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, joined_into TEXT NOT NULL, what TEXT NOT NULL, fixed_by INTEGER);
CREATE TABLE customers(sid INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, joined_into TEXT NOT NULL, name TEXT NOT NULL);
-- `there`: whether the opening of the joined one is here; one that is not here stands for nobody.
CREATE TABLE joined_breaks(sid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, joined_into TEXT NOT NULL, there INTEGER NOT NULL);
CREATE INDEX joined_breaks_into ON joined_breaks(joined_into);
CREATE INDEX failures_into ON failures(joined_into) WHERE joined_into <> '';
CREATE INDEX customers_into ON customers(joined_into) WHERE joined_into <> '';
-- Full text: one document for each subject; those that changed are indexed before the next search.
CREATE VIRTUAL TABLE search USING fts5(title, text, tokenize = "unicode61 remove_diacritics 2");
CREATE TABLE search_pending(sid INTEGER PRIMARY KEY);
-- The exchange. For each carrier: what lies in it and was read (`state`: done, again, bad, board, newer, other), and which
-- events each file holds; of numbers with more than one event, which of them.
CREATE TABLE carried_files(
  carrier TEXT NOT NULL,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  since INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  checked_at INTEGER NOT NULL,
  PRIMARY KEY(carrier, name)
) WITHOUT ROWID;
CREATE TABLE carried(
  carrier TEXT NOT NULL,
  name TEXT NOT NULL,
  rid INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY(carrier, rid, first, name)
) WITHOUT ROWID;
CREATE INDEX carried_name ON carried(carrier, name);
CREATE TABLE carried_forks(
  carrier TEXT NOT NULL,
  name TEXT NOT NULL,
  rid INTEGER NOT NULL,
  number INTEGER NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY(carrier, name, rid, number, hash)
) WITHOUT ROWID;
-- Since when a carrier lacks events of a replica that are here.
CREATE TABLE lacking(carrier TEXT NOT NULL, rid INTEGER NOT NULL, since INTEGER NOT NULL, PRIMARY KEY(carrier, rid)) WITHOUT ROWID;
-- The pace of publishing, by carrier: when last, how often since `window_at`, the last head, how many heads, the vector that was told in footers.
CREATE TABLE pace(
  carrier TEXT PRIMARY KEY,
  published_at INTEGER NOT NULL DEFAULT 0,
  window_at INTEGER NOT NULL DEFAULT 0,
  published INTEGER NOT NULL DEFAULT 0,
  head_at INTEGER NOT NULL DEFAULT 0,
  heads INTEGER NOT NULL DEFAULT 0,
  told TEXT NOT NULL DEFAULT '{}'
) WITHOUT ROWID;
-- What others said of themselves in heads and footers (`gone`: it has another id by now). `heard_at`, `skew_at` are of this machine's clock, `at` of theirs.
CREATE TABLE peers(
  replica TEXT PRIMARY KEY,
  heard_at INTEGER NOT NULL DEFAULT 0,
  vector TEXT NOT NULL DEFAULT '{}',
  head INTEGER NOT NULL DEFAULT 0,
  actor TEXT NOT NULL DEFAULT '',
  program TEXT NOT NULL DEFAULT '',
  fold_version INTEGER NOT NULL DEFAULT 0,
  digest TEXT NOT NULL DEFAULT '',
  at INTEGER NOT NULL DEFAULT 0,
  skew INTEGER NOT NULL DEFAULT 0,
  skew_at INTEGER NOT NULL DEFAULT 0,
  gone INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
