"""Mediasearch finds people's own photos and videos by what is in them; everything stays on the computer."""

__version__ = "0.1.0"
