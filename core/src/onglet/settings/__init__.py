"""Values that a deployment changes: company identity, reference masks, plugin settings."""
