"""The process that owns the catalog and the index, and its transports."""
