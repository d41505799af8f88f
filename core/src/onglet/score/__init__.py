"""The score of a client: points given by hand and factors of plugins, each point explained."""
