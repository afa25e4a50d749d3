"""Custody from the point to the station: labels, bags, runs, receipts."""
