"""A system that tells less than happens: events that watchdog was given are lost, doubled or told late."""

from __future__ import annotations

import random
from typing import Any

from watchdog.observers.api import EventQueue

#: Of a hundred events so many are dropped, told twice, and kept back until others have been told.
DROPPED, DOUBLED, LATE = 15, 15, 15


def let_loose(seed: int) -> None:
    """From now on this process's observers hear the system badly."""
    chance, late = random.Random(seed), list[Any]()
    tell = EventQueue.put

    def put(queue: Any, item: Any, *args: Any, **named: Any) -> None:
        dice = chance.randrange(100)
        if dice < DROPPED:
            return
        if dice < DROPPED + LATE:
            late.append(item)
            return
        tell(queue, item, *args, **named)
        if dice < DROPPED + LATE + DOUBLED:
            # The queue leaves out what was just told; something else must come between.
            late.append(item)
        while late and chance.random() < 0.5:
            tell(queue, late.pop(chance.randrange(len(late))), *args, **named)

    EventQueue.put = put  # type: ignore[method-assign]
