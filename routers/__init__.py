"""HTTP: one module a resource. Translates, never decides, never sees a database session."""
