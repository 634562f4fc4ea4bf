"""A drive that is unmounted while the engine runs, and mounted again; see test_roots_away."""

from __future__ import annotations

import sys
from pathlib import Path

from mediasearch import protocol
from mediasearch.paths import Library
from tests.reliability import mounts
from tests.support.engine import running
from tests.support.many import many


def main(data: str, drive: str, count: str) -> None:
    mounts.enter()
    place, aside, files = Path(drive), Path(f"{drive}-aside"), int(count)
    place.mkdir()
    aside.mkdir()
    mounts.tmpfs(aside, 16)
    many(aside, files, each=100)
    mounts.bind(aside, place)
    with running(Library.at(data)) as engine:
        engine.add(place)
        assert engine.settled().vectors == files
        mounts.unmount(place)
        engine.until(engine.status, lambda status: status.roots[0].state == "offline")
        away = engine.search(limit=files + 10).count
        mounts.bind(aside, place)
        engine.ask(protocol.Rescan(0))
        engine.until(engine.settled, lambda status: status.roots[0].state == "ready")
        back = engine.search(limit=files + 10)
        assert all(hit.online for hit in back.rows)
        print(f"offline with {away} hits, back with {back.count}, encoded {engine.encoded}")


if __name__ == "__main__":
    main(*sys.argv[1:])
