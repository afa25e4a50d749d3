"""A simulated year of goods: invented people and gifts that pass through the operations everybody uses."""
