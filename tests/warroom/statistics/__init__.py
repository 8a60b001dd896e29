"""Statistics: figures by hand, by an independent count, in the command and on the screen."""
