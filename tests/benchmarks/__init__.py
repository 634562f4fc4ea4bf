"""Measurements beside a reference in the same run: ``python -m tests.benchmarks --help``."""
