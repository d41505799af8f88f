"""Between HTTP and the unit of work: routes that commit, rights on routes, resolution."""
