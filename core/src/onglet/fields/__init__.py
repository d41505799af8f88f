"""Custom fields: what deployers and plugins add to a record, in one column beside it."""
