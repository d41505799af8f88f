"""A plugin whose block stands in the form of a client."""
