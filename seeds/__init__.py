"""The network's facts as data files, and the loader that brings them in through operations."""
