"""An index that does not fit on its disk, while the library does, until somebody makes room; see test_disk."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from mediasearch.paths import Library
from tests.reliability import audit, mounts
from tests.support.engine import colour_engine, running
from tests.support.rainbow import rainbow


def main(folder: str) -> None:
    mounts.enter()
    library, photos = Library.at(Path(folder) / "library"), Path(folder) / "photos"
    library.create()
    mounts.tmpfs(library.vectors, 0.25)
    ballast = library.vectors / "ballast"
    fill(ballast)
    pictures = len(rainbow(photos, 4))
    with running(library, [*colour_engine(library), "--hurry"]) as engine:
        engine.add(photos)
        assert engine.settled().vectors == pictures
        (said,) = engine.until(lambda: engine.status().troubles, bool)
        assert engine.search("blue").rows[0].path.startswith(str(photos / "blue"))
        ballast.unlink()
        engine.until(lambda: engine.status().troubles, lambda left: not left)
        (matrix,) = library.vectors.glob("*.matrix")
    assert audit.complaints(library, [photos]) == []
    print(f"“{said.reason} {said.detail}”; {pictures} pictures were found meanwhile; with room {matrix.suffix} written")


def fill(ballast: Path) -> None:
    """Until not a byte more fits."""
    with ballast.open("wb", 0) as file:
        size = 1 << 16
        while size:
            try:
                file.write(os.urandom(size))
            except OSError as error:
                assert error.errno == errno.ENOSPC
                size //= 2


if __name__ == "__main__":
    main(sys.argv[1])
