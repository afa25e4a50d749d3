"""Reports as files: each takes the one report table and writes it in a format, changing no number."""
