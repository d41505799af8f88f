"""The plugin host: discovery, registry, guarded calls, states, health."""
