"""History: one row per save, with old and new values."""
