"""The starter's own scripts live beside the package, not in it."""

from __future__ import annotations

import sys
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[2] / "packaging" / "starter"
sys.path.insert(0, str(SCRIPTS))
