"""Statistics: from the measures of breaks to figures, each with its definition. Pure, but for reading and drawing."""
