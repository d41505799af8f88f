"""Sign-in, sessions, invitations, users, groups and profiles."""
