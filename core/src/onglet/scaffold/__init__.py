"""Starting a plugin: a small one that works, written from the files in `files/`."""
