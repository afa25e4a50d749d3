"""The trace as EPCIS 2.0 events: derived from what was recorded, nothing beside it."""
