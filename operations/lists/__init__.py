"""Lists of what is under way and done: short rows, the newest first."""
