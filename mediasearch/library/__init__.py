"""What is known: the catalog (SQLite), the vector index (exact and HNSW), previews, and the writer's lock."""
