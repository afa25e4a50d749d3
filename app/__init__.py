"""Composition root: settings, the application, the command line. Knows everybody; nobody knows it."""
