"""What happens with a client: comments, calls, tasks, events, and their history."""
