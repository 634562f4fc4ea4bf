"""A model from a file that the person has: safetensors and the name of an open_clip architecture."""
