"""The way of goods, back and forth: for donors coarse, for staff whole."""
