"""How it becomes known: scanning, watching, decoding in worker processes."""
