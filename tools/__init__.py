"""What `make test` runs beside pytest and the checkers."""
