-- What was learned from a failure, as JSON (empty: nothing), and when the nearest prevention action that is not done is due (NULL: none is open).
ALTER TABLE failures ADD COLUMN learned TEXT NOT NULL DEFAULT '';
ALTER TABLE failures ADD COLUMN prevention_due INTEGER;
CREATE INDEX failures_learned ON failures(id) WHERE learned <> '';
-- Finding the same cause by another failure, whoever its customer was.
CREATE INDEX break_rows_cause_failure ON break_rows(cause, failure, opened_at) WHERE cause <> '';
-- What is overdue among the prevention actions is read after every write.
CREATE INDEX failures_prevention ON failures(prevention_due) WHERE prevention_due IS NOT NULL;
