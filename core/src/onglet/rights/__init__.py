"""Who may do what on which client: one definition for the decision, the filter and the reason."""
