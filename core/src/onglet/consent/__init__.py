"""The consent ledger: who agreed to what, when, and on which words."""
