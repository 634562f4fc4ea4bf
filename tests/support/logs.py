"""Log lines that nobody expected."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from pathlib import Path

#: As :mod:`mediasearch.engine.main` and :mod:`mediasearch.gui.logs` write them.
_GRAVE = re.compile(r"^\S+ \S+ (?:WARNING|ERROR|CRITICAL) .*$", re.MULTILINE)


class GraveLines(logging.Handler):
    """Collects what is logged at WARNING or above, in this process and in the log files of a library."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def read(self, folder: Path) -> None:
        """Add the lines that other processes wrote into ``folder``."""
        for file in sorted(folder.glob("*.log*")):
            self.lines += _GRAVE.findall(file.read_text("utf-8", "replace"))

    def complaints(self, expected: Iterable[str]) -> list[str]:
        """Lines that match none of ``expected``, and expectations that no line matched."""
        patterns = [re.compile(pattern) for pattern in expected]
        unexpected = [line for line in self.lines if not any(pattern.search(line) for pattern in patterns)]
        missing = [p.pattern for p in patterns if not any(p.search(line) for line in self.lines)]
        return [f"unexpected: {line}" for line in unexpected] + [f"never came: {pattern}" for pattern in missing]
