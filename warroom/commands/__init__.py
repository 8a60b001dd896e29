"""The commands, a module for each group that belongs together. Each is imported when it is called, and loads no Textual."""
