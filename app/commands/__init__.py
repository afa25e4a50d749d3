"""What the commands of `jiujin` do, a module each."""
