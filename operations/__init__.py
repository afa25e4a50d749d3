"""What people do, as verbs: record, correct, route, join, import, check."""
