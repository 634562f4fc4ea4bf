"""The process that does the long work on one model and ends: ``mediasearch model-job ACTION NAME --models DIR``.

Actions: ``size`` (ask the server), ``download``, ``import``, ``prepare``.  It writes an
:class:`~mediasearch.models.events.Event` a line to standard output.  It works at low priority, and stops at once when
it is killed or its standard input is closed; what has arrived goes on next time.  :mod:`mediasearch.models.launch` is
the other end.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final

from mediasearch.errors import MediaSearchError
from mediasearch.models import disk, hub, places
from mediasearch.models.events import Event
from mediasearch.models.places import ModelBusyError, Place

COMMAND: Final = "model-job"
ACTIONS: Final = ("size", "download", "import", "prepare")

#: Seconds between two lines about the same stage.
_INTERVAL: Final = 0.2

#: Exit code when standard input was closed.
STOPPED: Final = 130


def main(arguments: Sequence[str]) -> int:
    """Carry out one action; returns the exit code: 0 when the last event is no failure."""
    parser = argparse.ArgumentParser(prog=f"mediasearch {COMMAND}", allow_abbrev=False)
    parser.add_argument("action", choices=ACTIONS)
    parser.add_argument("name")
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--architecture", default="")
    options = parser.parse_args(arguments)
    voice = _Voice(options.name)
    _settle()
    try:
        last = _act(options, voice)
    except MediaSearchError as error:
        return _fail(options, voice, error)
    except MemoryError:
        return _fail(options, voice, MediaSearchError("There is not enough memory", "Close other programs, try again."))
    except OSError as error:
        return _fail(options, voice, disk.sentence(error))
    except Exception as error:  # whatever it is, somebody waits for the last line
        traceback.print_exc()
        doing = {"size": "asked for", "download": "downloaded", "import": "imported", "prepare": "prepared"}
        title = f"The model {options.name} could not be {doing[options.action]} ({type(error).__name__}: {error})"
        return _fail(options, voice, MediaSearchError(title, "Try again, or choose another model."))
    voice.say(last)
    return 0


def _act(options: argparse.Namespace, voice: _Voice) -> Event:
    """Do it; the event that comes last."""
    name: str = options.name
    if options.action in ("size", "download"):
        hub.go_online()
        from mediasearch.models import download

        entry = places.find(options.models, name)
        if options.action == "size":
            voice.say(Event("asking", host=hub.host()))
            return download.size_of(options.models, entry)
        download.download(options.models, entry, voice.report)
        return Event("complete")
    if options.action == "import":
        from mediasearch.models import importing

        if options.file is None:
            raise MediaSearchError("An import needs a file")
        importing.import_file(options.models, name, options.file, options.architecture, voice.report)
        return Event("complete")
    _prepare(options.models, name, voice)
    return Event("ready")


def _prepare(models: Path, name: str, voice: _Voice) -> None:
    from mediasearch.encoders.prepare import prepare
    from mediasearch.encoders.runtime import open_text_encoder
    from mediasearch.search.calibration import prepare_background

    here = places.place(models, name)
    with here.locked():
        if usable(here):
            return
        body = places.source(here)
        if body is None:
            raise MediaSearchError(f"The model {name} is not complete", "Download it again.")
        places.forget_trouble(here)
        voice.report(Event("preparing", total=1, detail="Checking the files"))
        if not places.undamaged(here):
            shutil.rmtree(here.source)
            again = "Download" if body.get("repository") else "Import"
            raise MediaSearchError(f"The files of the model {name} were damaged on the disk", f"{again} it again.")
        for left in (here.prepared, *here.left_over()):
            shutil.rmtree(left, ignore_errors=True)
        model = prepare(
            here.source,
            here.prepared,
            lambda what, done: voice.report(Event("preparing", done=done, total=1, detail=what)),
        )
        voice.report(Event("preparing", done=1, total=1, detail="Reading everyday names"))
        prepare_background(model, open_text_encoder(model))


def usable(here: Place) -> bool:
    """Whether the model has been prepared, and what was made can still be used."""
    from mediasearch.encoders.store import load_model

    if not (here.prepared / "model.json").is_file():
        return False
    try:
        load_model(here.prepared)
    except (MediaSearchError, OSError):
        return False
    return True


def _fail(options: argparse.Namespace, voice: _Voice, error: MediaSearchError) -> int:
    here = places.place(options.models, options.name)
    if options.action == "import":
        if not isinstance(error, ModelBusyError) and not here.source.exists():
            shutil.rmtree(here.folder, ignore_errors=True)  # there is nothing to go on with
    elif options.action != "size" and not isinstance(error, ModelBusyError):
        places.note_trouble(here, error)
    voice.say(Event("failed", title=error.title, advice=error.advice))
    return 1


class _Voice:
    """Standard output, kept for events: what a library prints goes to standard error."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._out: BinaryIO = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)
        self._lock = threading.Lock()
        self._last = Event("")
        self._waiting: Event | None = None
        threading.Thread(target=self._tell_what_waits, name="progress", daemon=True).start()

    def say(self, event: Event) -> None:
        with self._lock:
            self._say(event)

    def report(self, event: Event) -> None:
        """Say it soon, unless something newer about the same comes before."""
        with self._lock:
            if (event.stage, event.detail) == (self._last.stage, self._last.detail) and event.done < event.total:
                self._waiting = event
            else:
                self._say(event)

    def _say(self, event: Event) -> None:
        self._last, self._waiting = event, None
        with contextlib.suppress(OSError, ValueError):  # nobody listens any more; the work is worth ending
            self._out.write(replace(event, name=self._name).line())
            self._out.flush()

    def _tell_what_waits(self) -> None:
        # By the clock, so that the last thing before a silence is told too.
        while True:
            time.sleep(_INTERVAL)
            with self._lock:
                if self._waiting is not None:
                    self._say(self._waiting)


def _settle() -> None:
    """Be a good child: patient, private, and gone when the parent says so or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which then closes our input
    threading.Thread(target=_leave_with_parent, name="parent watch", daemon=True).start()
    os.umask(0o077)
    import psutil

    own = psutil.Process()
    if sys.platform == "win32":
        own.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        own.nice(max(own.nice(), 10))


def _leave_with_parent() -> None:
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    os._exit(STOPPED)  # not sys.exit: the main thread may be in the middle of a network
