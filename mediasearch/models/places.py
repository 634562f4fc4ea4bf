"""Where models are kept in a library, and what is there.

Each model has a folder of its own below ``Library.models``; its name is the model's, with what a file system may not
like replaced (:func:`folder_name`).  Folders are 0700, files 0600.  In it::

    lock                     held by the one process that works on this model
    partial/                 a download or an import under way; may be stopped at any time and goes on later
    source/                  complete and verified; comes into being in one rename and is never changed again
        source.json              the Entry, where it came from, digests: see below
        open_clip_config.json    as open_clip wrote it: "model_cfg", "preprocess_cfg"
        open_clip_model.safetensors
        tokenizer.json, tokenizer_config.json, special_tokens_map.json
                                 only where model_cfg.text_cfg has "hf_tokenizer_name" (tokenizer.json is then always
                                 there, the other two where the repository has them); CLIP's own byte-level BPE comes
                                 with open_clip and is not downloaded
        text/config.json         only where model_cfg.text_cfg has "hf_model_name": that text tower's configuration
    prepared/                the prepared model, what ``encoders.store.load_model`` opens; it comes into being in one
                             rename too, from .prepared.<process>, which is thrown away when preparing did not end
    trouble.json             {"title", "advice"} of what went wrong last; gone when the next attempt begins

``source.json``: all fields of :class:`~mediasearch.models.registry.Entry` (``name``, ``languages``, ``architecture``,
``pretrained``, ``repository``, ``dimension``, ``templates`` by language, ``centring``…), ``revision`` (the commit; ""
for an imported file), ``weights_sha256``, and ``files``: name → SHA-256.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import filelock

from mediasearch.errors import LibraryBusyError, MediaSearchError
from mediasearch.models import registry
from mediasearch.models.registry import Entry
from mediasearch.paths import private_folder, resources, write_atomically

CONFIG: Final = "open_clip_config.json"
WEIGHTS: Final = "open_clip_model.safetensors"
SOURCE: Final = "source.json"
TOKENIZER: Final = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")
TEXT_CONFIG: Final = "text/config.json"

#: What :mod:`mediasearch.models.download` and :mod:`mediasearch.models.importing` leave in ``partial``.
PLAN: Final = "plan.json"
PART: Final = ".part"

#: absent: nothing is there · partial: part of the download · source: complete, not prepared · ready: can be used ·
#: broken: complete, and the last attempt to prepare it failed.
State = Literal["absent", "partial", "source", "ready", "broken"]


class ModelBusyError(LibraryBusyError):
    """Another process is downloading, importing or preparing this model."""


@dataclass(frozen=True)
class Status:
    """What there is of a model.  ``done`` of ``total`` bytes are there while it is ``partial``; both 0 otherwise.

    ``working``: a process is at it now.  ``trouble``: what went wrong last and what to do, or "".
    """

    state: State
    done: int = 0
    total: int = 0
    working: bool = False
    trouble: str = ""


@dataclass(frozen=True)
class Place:
    """The folder of one model.  Nothing is created before it is needed."""

    name: str
    folder: Path

    @property
    def partial(self) -> Path:
        return self.folder / "partial"

    @property
    def source(self) -> Path:
        return self.folder / "source"

    @property
    def prepared(self) -> Path:
        return self.folder / "prepared"

    @property
    def trouble(self) -> Path:
        return self.folder / "trouble.json"

    def left_over(self) -> list[Path]:
        """What a preparing that was killed had written."""
        return list(self.folder.glob(".prepared.*"))

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Be the one process that works on this model.

        Raises :class:`ModelBusyError` when there is another, ``OSError`` when the folder cannot be made.
        """
        private_folder(self.folder)
        lock = self._lock()
        try:
            lock.acquire(timeout=_PATIENCE, poll_interval=0.02)
        except filelock.Timeout:
            raise ModelBusyError(
                f"The model {self.name} is being downloaded or prepared already", "Wait until that is done, or stop it."
            ) from None
        try:
            yield
        finally:
            lock.release()

    @property
    def working(self) -> bool:
        """Whether some process holds the lock now."""
        if not (self.folder / "lock").exists():
            return False
        lock = self._lock()
        try:
            lock.acquire(blocking=False)
        except filelock.Timeout:
            return True
        except (OSError, NotImplementedError):
            return False  # what may only be read is not worked on
        lock.release()
        return False

    def _lock(self) -> filelock.BaseFileLock:
        # Not a singleton: asking must be able to fail in the very process that holds the lock.
        return filelock.FileLock(self.folder / "lock", mode=0o600, is_singleton=False, thread_local=False)


#: Seconds.  It outlasts somebody's look at :attr:`Place.working`, nothing more.
_PATIENCE: Final = 0.3


def place(models: Path, name: str) -> Place:
    """Where the model called ``name`` is kept below ``models`` (``Library.models``), whether it is there or not."""
    return Place(name, models / folder_name(name))


def folder_name(name: str) -> str:
    """``hf-hub:owner/repo`` → ``hf-hub--owner--repo``; every system's file system takes what comes out."""
    return re.sub(r"[^\w.-]", "_", name.replace(":", "--").replace("/", "--"), flags=re.ASCII).strip(".") or "_"


def status(models: Path, name: str) -> Status:
    """What there is of a model; cheap enough to be asked several times a second."""
    if name == registry.STARTER:
        return Status("ready")
    here = place(models, name)
    working = here.working
    trouble = _trouble(here)
    if (here.prepared / "model.json").is_file():
        return Status("ready", working=working, trouble=trouble)
    if (here.source / SOURCE).is_file():
        return Status("broken" if trouble and not working else "source", working=working, trouble=trouble)
    if (here.partial / PLAN).is_file():
        done, total = progress(here)
        return Status("partial", done, total, working, trouble)
    return Status("absent", working=working, trouble=trouble)


def progress(here: Place) -> tuple[int, int]:
    """Bytes that are there and bytes in all, of a download that is under way or was stopped; total 0 if unknown."""
    body = read_json(here.partial / PLAN)
    total = 0
    with contextlib.suppress(AttributeError, KeyError, TypeError, ValueError):
        total = sum(int(file["size"]) for file in body["files"])
    done = 0
    for path in here.partial.rglob("*"):
        with contextlib.suppress(OSError):
            if path.is_file() and path.name != PLAN:
                done += path.stat().st_size
    return min(done, total) if total else done, total


def prepared(models: Path, name: str) -> Path:
    """The folder that ``encoders.store.load_model`` opens.

    Raises :class:`MediaSearchError` when the model is not ready.
    """
    if name == registry.STARTER:
        return resources() / "models" / "starter"
    if status(models, name).state != "ready":
        raise MediaSearchError(f"The model {name} is not ready", f"Run: mediasearch model download {name}")
    return place(models, name).prepared


def find(models: Path, name: str) -> Entry:
    """The entry called ``name``: one that is kept here, of the registry, or of the hub.

    Raises :class:`MediaSearchError` for any other name.
    """
    here = _kept(place(models, name))
    return here if here is not None and here.name == name else registry.find(name)


def known(models: Path) -> list[Entry]:
    """The registry's entries, then what is kept here besides, by name."""
    listed = list(registry.entries())
    names = {entry.name for entry in listed}
    others = []
    with contextlib.suppress(OSError):
        others = [_kept(Place(folder.name, folder)) for folder in models.iterdir()]
    more = [entry for entry in others if entry is not None and entry.name not in names]
    return listed + sorted(more, key=lambda entry: entry.name)


def source(here: Place) -> dict[str, Any] | None:
    """``source.json`` of a complete model, or None."""
    body = read_json(here.source / SOURCE)
    return body if isinstance(body, dict) else None


def undamaged(here: Place) -> bool:
    """Whether every file of a complete model is still what was verified; reads all of them.  Raises ``OSError``."""
    try:
        files = dict((source(here) or {})["files"])
    except (LookupError, TypeError, ValueError):
        return False
    for name, digest in files.items():
        path = here.source / name
        if not path.is_file():
            return False
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                return False
    return WEIGHTS in files


def _kept(here: Place) -> Entry | None:
    for path in (here.source / SOURCE, here.partial / PLAN):
        body = read_json(path)
        if isinstance(body, dict):
            with contextlib.suppress(KeyError, TypeError, AttributeError, ValueError):
                return registry.from_json(body["entry"] if path.name == PLAN else body)
    return None


def remove(models: Path, name: str) -> None:
    """Delete everything there is of a model; nothing happens when there is nothing.

    Raises :class:`ModelBusyError` while a process is at it, :class:`MediaSearchError` when its files cannot be
    deleted.
    """
    if name == registry.STARTER:
        raise MediaSearchError("The starter model comes with the program and cannot be removed")
    here = place(models, name)
    if not here.folder.is_dir():
        return
    try:
        with here.locked():
            # Renamed first: what was deleted by half must not look like a model.
            gone = here.folder / "removed"
            shutil.rmtree(gone, ignore_errors=True)
            private_folder(gone)
            for path in (here.prepared, here.source, here.partial, here.trouble, *here.left_over()):
                if path.exists():
                    path.rename(gone / path.name)
            shutil.rmtree(gone)
        shutil.rmtree(here.folder, ignore_errors=True)  # with the lock, which Windows deletes only now
    except OSError as error:
        raise MediaSearchError(
            f"The files of the model {name} cannot be deleted ({error.strerror or error})",
            "Close other programs that use them, and try again.",
        ) from error


def note_trouble(here: Place, error: MediaSearchError) -> None:
    """Keep what went wrong, for the list of models.  A full disk keeps nothing."""
    with contextlib.suppress(OSError):
        write_atomically(here.trouble, json.dumps({"title": error.title, "advice": error.advice}).encode())


def forget_trouble(here: Place) -> None:
    """A new attempt begins."""
    here.trouble.unlink(missing_ok=True)


def _trouble(here: Place) -> str:
    body = read_json(here.trouble)
    if not isinstance(body, dict):
        return ""
    return str(MediaSearchError(str(body.get("title", "")), str(body.get("advice", ""))))


def read_json(path: Path) -> Any:
    """What is in a file of ours; None when it is not there or damaged."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None


def complete(here: Place, entry: Entry, revision: str, files: dict[str, str]) -> None:
    """Turn ``partial`` into ``source`` in one rename; ``files``: name → SHA-256, all of them there under their names.

    Whatever was prepared from an earlier source is thrown away.  Raises ``OSError``.
    """
    body = registry.to_json(entry) | {"revision": revision, "weights_sha256": files[WEIGHTS], "files": files}
    write_atomically(here.partial / SOURCE, json.dumps(body, ensure_ascii=False, indent=1).encode())
    (here.partial / PLAN).unlink(missing_ok=True)
    for old in (here.prepared, here.source):
        if old.exists():
            shutil.rmtree(old)
    here.partial.rename(here.source)
    if os.name == "posix":
        handle = os.open(here.folder, os.O_RDONLY)
        try:
            os.fsync(handle)  # the rename itself
        finally:
            os.close(handle)
