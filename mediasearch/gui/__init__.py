"""The window.  Nothing in here imports torch, SQLAlchemy or hnswlib, directly or not."""
