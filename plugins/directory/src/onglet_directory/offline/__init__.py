"""A directory without a network, built from the stock files that INSEE publishes each month."""
