"""Mediasearch finds people's own photos and videos by what is in them; everything stays on the computer."""

__version__ = "0.1.0"

import os as _os

# No library may look anything up or report anything, in this process or one that it starts.  The one that downloads a
# model (models/hub.py) undoes the first two for itself.
for _name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY", "DO_NOT_TRACK"):
    _os.environ[_name] = "1"
