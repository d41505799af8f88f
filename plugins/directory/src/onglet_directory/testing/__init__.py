"""For tests: fictional firms in the raw shapes of both services, served on the loopback."""
