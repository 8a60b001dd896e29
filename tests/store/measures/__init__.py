"""The measures of breaks."""
