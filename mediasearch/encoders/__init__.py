"""Models: text and pictures into one space."""
