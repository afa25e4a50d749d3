"""Disclosure: which duties are due, what is published, and how a published figure is corrected."""
