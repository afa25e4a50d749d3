"""News: what was recorded since a moment, and who may hear of it."""
