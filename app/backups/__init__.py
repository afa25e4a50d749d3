"""Backups: made while the service runs, read back before they get their name, restored while it rests."""
