"""What the screen of one break shows, as values: no widget and no Textual here."""
