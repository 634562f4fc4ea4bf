"""Getting a model from the hub: what it takes, every byte of it verified, and put into place at once.

A download is pinned by its plan (:mod:`mediasearch.models.plan`), which lies beside what has arrived, so a download
that was stopped, or broke off, or whose computer was switched off goes on with the very same files.  Nothing here asks
the network before :func:`size_of` or :func:`download` is called, and that comes of a click.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from mediasearch.errors import MediaSearchError
from mediasearch.models import hub, places, weights
from mediasearch.models import plan as plans
from mediasearch.models.disk import check_space, disk_sentences, free_space
from mediasearch.models.events import Event
from mediasearch.models.fetch import Fetch
from mediasearch.models.hub import GoneError, PassingError
from mediasearch.models.places import Place
from mediasearch.models.plan import Plan
from mediasearch.models.registry import Entry
from mediasearch.paths import private_folder, write_atomically

Report = Callable[[Event], None]


def size_of(models: Path, entry: Entry) -> Event:
    """Ask the hub how many bytes ``entry`` takes; also what is free, and who was asked.

    Raises :class:`MediaSearchError`.
    """
    what = plans.make(entry)
    return Event("size", entry.name, total=what.size, free=free_space(models), host=hub.host())


def download(models: Path, entry: Entry, report: Report) -> None:
    """Get ``entry``, or what is missing of it; afterwards ``source`` is complete.

    Raises :class:`MediaSearchError` (:class:`~mediasearch.models.hub.PassingError` when trying again may help); what
    has arrived then stays.
    """
    here = places.place(models, entry.name)
    with disk_sentences(), here.locked():
        places.forget_trouble(here)
        if places.source(here) is not None and places.undamaged(here):
            return
        report(Event("asking", entry.name, host=hub.host()))
        what = plans.kept(here, entry)
        with _kept(here):
            if what is not None:
                try:
                    _get(models, here, what, report)
                    return
                except GoneError:
                    pass  # that commit was deleted since; what has arrived is of use where it is the same
            _get(models, here, plans.make(entry), report)


@contextlib.contextmanager
def _kept(here: Place) -> Iterator[None]:
    """Say that nothing is lost, once there is something to lose."""
    try:
        yield
    except PassingError as error:
        if not places.progress(here)[0]:
            raise
        raise PassingError(error.title, f"{error.advice} What has arrived is kept.") from error


def _get(models: Path, here: Place, what: Plan, report: Report) -> None:
    # Preparing writes about as much as the weights once more.
    missing = what.size - places.progress(here)[0]
    check_space(models, missing + what.files[places.WEIGHTS].size, what.entry.title)
    private_folder(here.partial)
    plans.keep(here, what)
    _fetch_all(here, what, report)


def _fetch_all(here: Place, what: Plan, report: Report) -> None:
    before = 0
    digests = {}
    # The weights last: what is wrong with the others is known within a second.
    for name, file in sorted(what.files.items(), key=lambda item: item[1].size):
        base = before

        def tell(done: int, stage: str = "downloading", base: int = base) -> None:
            report(Event(stage, what.entry.name, done=base + done, total=what.size, host=hub.host()))

        digests[name] = Fetch(here.partial / name, file, tell).run()
        before += file.size
    try:
        weights.read_header(here.partial / places.WEIGHTS, what.files[places.WEIGHTS].path)
    except MediaSearchError:
        shutil.rmtree(here.partial)  # it arrived as it is on the hub: another attempt would bring the same
        raise
    for path in here.partial.rglob(f"*{places.PART}"):  # of an older plan
        path.unlink()
    if what.entry.preprocess:
        digests[places.CONFIG] = _correct(here.partial / places.CONFIG, what.entry.preprocess)
    places.complete(here, what.entry, what.revision, digests)


def _correct(config: Path, preprocess: dict[str, Any]) -> str:
    """Write the preprocessing that is known to be right into a description; its SHA-256 then."""
    body = json.loads(config.read_bytes())
    body["preprocess_cfg"] = {**(body.get("preprocess_cfg") or {}), **preprocess}
    data = json.dumps(body, indent=1).encode()
    write_atomically(config, data)
    return hashlib.sha256(data).hexdigest()
