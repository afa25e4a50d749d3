"""Donors' queries and complaints: write them down, answer them in time."""
