-- Where dates of others were entered: a supplier's record is counted over all failures, without reading the whole log.
CREATE INDEX events_deadlines ON events(sid) WHERE kind = 'deadline_set';
