"""The board: one answer that says what stands where, what is to be done first, and what happened."""
