"""Fixed instances, each beside its limit in the same run; never part of the tests."""
