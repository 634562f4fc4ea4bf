"""What a job says while it runs: one JSON object a line on its standard output."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

#: Stages in their order.  ``asking``: the server is being asked · ``size``: its answer (``total``, ``free``, ``host``)
#: · ``downloading``, ``importing``: ``done`` of ``total`` bytes · ``checking``: what was there before is read again ·
#: ``complete``: everything is there and verified · ``preparing``: ``done`` of 1, ``detail`` says at what · ``ready``,
#: ``failed`` (``title``, ``advice``) and ``stopped`` are the last.
STAGES: Final = (
    "asking",
    "size",
    "downloading",
    "importing",
    "checking",
    "complete",
    "preparing",
    "ready",
    "failed",
    "stopped",
)

#: After one of these nothing follows.
LAST: Final = ("size", "complete", "ready", "failed", "stopped")


@dataclass(frozen=True)
class Event:
    """One line.  ``name``: the model's, which an import makes up."""

    stage: str
    name: str = ""
    done: float = 0
    total: float = 0
    detail: str = ""
    free: int = 0
    host: str = ""
    title: str = ""
    advice: str = ""

    def line(self) -> bytes:
        """ASCII, ending in a newline; what is empty is left out."""
        body = {key: value for key, value in asdict(self).items() if value}
        return json.dumps(body).encode("ascii") + b"\n"


def parse(line: bytes) -> Event | None:
    """The event in a line; None when it is none of ours."""
    try:
        body: Any = json.loads(line)
    except ValueError:
        return None
    if not isinstance(body, dict) or body.get("stage") not in STAGES:
        return None
    known = {field.name for field in fields(Event)}
    return Event(**{key: value for key, value in body.items() if key in known})
