"""The unit of work: filtered sessions, events, the outbox, history."""
