-- Playbooks as they were read from their texts, by the hash of the text: reading TOML costs more than a write.
CREATE TABLE playbooks(digest TEXT PRIMARY KEY, made TEXT NOT NULL) WITHOUT ROWID;
