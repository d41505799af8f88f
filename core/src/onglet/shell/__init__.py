"""The application: pages that draw the record, lists, search, settings."""
