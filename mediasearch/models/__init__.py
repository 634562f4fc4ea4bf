"""Full models: which there are, getting one, keeping it."""
