"""An engine over a library that a test made up, for what needs thousands of pictures, bands, months or stacks.

``python -m tests.gui.library_engine FILE``: FILE holds JSON with

    hits     each as the fields of a protocol.Hit; the first are the best
    best     how many of them are best matches (absent: there are no bands)
    root     where they lie (absent: /photos)
    stacks   content → contents of the hits that it stands for
    refuse   types of the messages that are answered with a failure

Browsing and sorting by date give months; Broader makes one match in ten more a best one; what is marked stays so.
Every message that arrives is added to ``FILE.heard``.
"""

from __future__ import annotations

import json
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

from mediasearch import protocol


class Library:
    def __init__(self, made: dict[str, Any]) -> None:
        self.hits = {body["content"]: protocol.Hit(**body) for body in made["hits"]}
        self.best: int | None = made.get("best")
        self.stacks: dict[str, list[int]] = made.get("stacks", {})
        self.refuse: list[str] = made.get("refuse", [])
        self.hidden: set[int] = set()
        self.results: dict[int, list[int]] = {}

    def answer(self, message: protocol.Message) -> protocol.Message | None:
        """The one answer to ``message``, None where there is none."""
        request = getattr(message, "request", 0)
        if type(message).__name__ in self.refuse:
            return protocol.Failure(request, "That did not work", "Try again.")
        if isinstance(message, protocol.Search):
            return self.search(message)
        if isinstance(message, protocol.Rows):
            found = self.results[message.result][message.start : message.stop]
            return protocol.RowsReply(request, message.result, message.start, [self.hits[one] for one in found])
        if isinstance(message, protocol.Stack):
            rows = [self.hits[one] for one in self.stacks[str(message.content)]]
            return protocol.StackReply(request, rows, bytes_spared=sum(hit.size for hit in rows[1:]))
        if isinstance(message, protocol.Mark):
            self.mark(message)
        return protocol.Done(request) if request else None

    def mark(self, message: protocol.Mark) -> None:
        if message.kind == "hidden":
            self.hidden = self.hidden | set(message.contents) if message.on else self.hidden - set(message.contents)
        for content in message.contents:
            if message.kind == "favourite":
                self.hits[content].favourite = message.on

    def search(self, message: protocol.Search) -> protocol.SearchReply:
        found = [content for content in self.hits if content not in self.hidden]
        best, months = None, []
        if message.sort == "date":
            found.sort(key=lambda content: self.hits[content].taken_at or "", reverse=True)
            names = [(self.hits[content].taken_at or "")[:7] for content in found]
            months = [protocol.Month(name, len(list(run))) for name, run in groupby(names)]
        elif self.best is not None:
            found.sort(key=lambda content: (content not in message.more, content in message.less))
            best = min(max(round(self.best * (1 + message.breadth / 10)), 0), len(found))
        result = len(self.results) + 1
        self.results[result] = found
        rows = [self.hits[content] for content in found[: message.page]]
        count = len(found)
        return protocol.SearchReply(
            message.request, result, count, count, count, count, protocol.pack(found), rows, best=best, months=months
        )


def main(file: Path) -> int:
    made = json.loads(file.read_text())
    library = Library(made)
    root = protocol.RootInfo(
        1, made.get("root", "/photos"), "ready", files=len(library.hits), indexed=len(library.hits)
    )
    _send(protocol.Ready(protocol.VERSION, "somewhere", "colours", len(library.hits), [root]))
    for line in sys.stdin.buffer:
        with file.with_suffix(".heard").open("ab") as heard:
            heard.write(line)
        message = protocol.decode(line)
        if isinstance(message, protocol.Quit):
            return 0
        answer = library.answer(message)
        if answer is not None:
            _send(answer)
    return 0


def _send(message: protocol.Message) -> None:
    sys.stdout.buffer.write(protocol.encode(message))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
