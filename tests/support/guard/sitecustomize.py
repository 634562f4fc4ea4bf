"""Loaded by every Python that the tests start: refuses the network to it too (see tests/support/network.py)."""

import network_guard

network_guard.install()
