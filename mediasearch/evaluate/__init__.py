"""Measuring a model and its ranking on a person's own captioned pictures."""
