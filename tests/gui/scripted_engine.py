"""An engine that does what a test tells it, for what the real one cannot be brought to do on demand.

``python -m tests.gui.scripted_engine FILE``: FILE holds one step a line, of which each start takes the first that is
left, and the last one for ever::

    serve            say Ready and answer everything with Done, searches with the contents named in FILE.finds
    serve 3          the same, and end with exit code 7 at the third message
    hold             serve, but answer no search before there is FILE.go
    exit 7           end at once
    busy             say that another process holds the library, end with exit code 3
    refuse           say that the library cannot be opened, end with exit code 1
    overworked       say Ready and that pictures are being indexed, end with exit code 7
    babble           say something that is no message, and stay
    deaf             say Ready, and never listen to anything, not even the end

It suggests what stands in FILE.suggests, line by line, knows the models of FILE.models (JSON; of a size and free bytes
as in FILE.size, "SIZE FREE HOST"; a failure where that file is empty), cannot save for the reason in FILE.problems, has
the problems in FILE.troubles (JSON) as well, and keeps searches for as long as it lives.  Every message that arrives is
added to ``FILE.heard``.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from mediasearch import protocol


def main(script: Path) -> int:
    steps = script.read_text().split("\n")
    step, *words = steps[0].split()
    if len(steps) > 1:
        script.write_text("\n".join(steps[1:]))
    if step == "exit":
        return int(words[0])
    if step == "busy":
        _send(protocol.Failure(0, "The library is in use by another Mediasearch (index, process 1)", "Wait a moment."))
        return 3
    if step == "refuse":
        _send(protocol.Failure(0, "The library was made by a newer Mediasearch", "Install the newest version."))
        return 1
    if step == "overworked":
        root = protocol.RootInfo(1, "/photos", "indexing", files=10, indexed=4, pending=6)
        _send(protocol.Ready(protocol.VERSION, "somewhere", "colours", 4, [root]))
        _send(protocol.Progress("indexing", done=4, total=10, problems=2))
        return 7
    if step == "babble":
        print("Loading weights: 100%", flush=True)
        step = "deaf"
    else:
        _send(protocol.Ready(protocol.VERSION, "somewhere", "colours", 0, []))
    while step == "deaf":
        time.sleep(0.2)
    go = script.with_suffix(".go") if step == "hold" else None
    return _serve(script, go, int(words[0]) if step == "serve" and words else 0)


def _serve(script: Path, go: Path | None, last: int) -> int:
    kept: dict[int, protocol.SavedSearch] = {}
    heard = 0
    for line in sys.stdin.buffer:
        message = protocol.decode(line)
        if isinstance(message, protocol.Ping):  # when it comes is no test's business
            _send(protocol.Done(message.request))
            continue
        heard += 1
        with script.with_suffix(".heard").open("ab") as file:
            file.write(line)
        if heard == last:
            return 7
        if isinstance(message, protocol.Quit):
            return 0
        if isinstance(message, protocol.Search):
            while go is not None and not go.exists():
                time.sleep(0.01)
            finds = script.with_suffix(".finds")
            found = [int(content) for content in finds.read_text().split()] if finds.exists() else []
            count = len(found)
            _send(protocol.SearchReply(message.request, heard, count, count, count, count, protocol.pack(found), []))
        elif isinstance(message, protocol.Suggest):
            suggests = script.with_suffix(".suggests")
            texts = suggests.read_text().splitlines() if suggests.exists() else []
            _send(protocol.Suggestions(message.request, texts[: message.limit]))
        elif isinstance(message, protocol.ListModels | protocol.AskModelSize | protocol.Architectures):
            _send(_model_answer(message, script))
        elif isinstance(message, protocol.ListProblems):
            file = script.with_suffix(".problems")
            reason = file.read_text() if file.exists() else ""
            problems = [protocol.Problem(0, "engine", "somewhere", reason)] if reason else []
            troubles = script.with_suffix(".troubles")
            made = json.loads(troubles.read_text()) if troubles.exists() else []
            problems += [protocol.Problem(**body) for body in made]
            _send(protocol.ProblemsReply(message.request, problems))
        elif isinstance(message, protocol.ListConcepts):
            _send(protocol.ConceptsReply(message.request, []))
        elif isinstance(message, _KEEPING):
            _keep(message, kept)
        elif getattr(message, "request", 0):
            _send(protocol.Done(message.request))  # type: ignore[union-attr]
    return 0


def _model_answer(
    message: protocol.ListModels | protocol.AskModelSize | protocol.Architectures, script: Path
) -> protocol.Message:
    if isinstance(message, protocol.Architectures):
        return protocol.ArchitecturesReply(message.request, ["RN50", "ViT-B-32", "ViT-B-32-256", "ViT-L-14"])
    if isinstance(message, protocol.ListModels):
        file = script.with_suffix(".models")
        made = json.loads(file.read_text()) if file.exists() else []
        return protocol.ModelsReply(message.request, [protocol.ModelInfo(**body) for body in made])
    file = script.with_suffix(".size")
    words = file.read_text().split() if file.exists() else []
    if not words:
        return protocol.Failure(message.request, "huggingface.co could not be reached", "Check the connection.")
    return protocol.ModelSize(message.request, message.name, int(words[0]), int(words[1]), words[2])


_KEEPING = (protocol.ListSearches, protocol.SaveSearch, protocol.RenameSearch, protocol.RemoveSearch)


def _keep(message: protocol.Message, kept: dict[int, protocol.SavedSearch]) -> None:
    if isinstance(message, protocol.ListSearches):
        latest_first = sorted(kept.values(), key=lambda each: (each.kind == "history", -each.id))
        _send(protocol.SearchesReply(message.request, latest_first))
        return
    if isinstance(message, protocol.SaveSearch):
        number = max(kept, default=0) + 1
        kind = "saved" if message.name else "history"
        kept[number] = protocol.SavedSearch(number, kind, message.name, message.text, message.images)
    elif isinstance(message, protocol.RenameSearch):
        kept[message.id].name = message.name
    elif isinstance(message, protocol.RemoveSearch):
        for number in [message.id] if message.id else [each.id for each in kept.values() if each.kind == "history"]:
            kept.pop(number, None)
    _send(protocol.SearchesChanged())
    _send(protocol.Done(message.request))  # type: ignore[union-attr]


def _send(message: protocol.Message) -> None:
    sys.stdout.buffer.write(protocol.encode(message))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
