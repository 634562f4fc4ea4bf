"""What is asked of the hub, through huggingface_hub: what a repository holds, and the bytes of a file from any point.

The library's own ``hf_hub_download`` is not used for the bytes: since its version 2 it throws away what an interrupted
download had, and it checks no hash.  Xet storage is passed by, because its files cannot be resumed by byte either; the
hub serves the same files over plain HTTP.

``HF_ENDPOINT`` names a mirror, ``HF_HUB_DOWNLOAD_TIMEOUT`` the seconds a server may be silent, ``HF_TOKEN`` an access
token, which is sent only after the hub has refused an anonymous request: a saved token says who somebody is.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from mediasearch import __version__
from mediasearch.errors import MediaSearchError

#: Seconds without a byte after which a server counts as silent.
TIMEOUT: Final = 15.0

#: Seconds to wait before asking again when a connection brought nothing.
PAUSES: Final = (1.0, 3.0)

_Answer = TypeVar("_Answer")


class PassingError(MediaSearchError):
    """The network or the server failed in a way that may pass."""


class ShorterError(PassingError):
    """The file ends before the place that was asked for."""


class GoneError(MediaSearchError):
    """The hub does not have that repository, that commit or that file."""


@dataclass(frozen=True)
class RemoteFile:
    """A file of a repository at one commit; large ones have a ``sha256``, small ones a ``git_sha1`` (of a git blob)."""

    repository: str
    revision: str
    path: str
    size: int
    sha256: str = ""
    git_sha1: str = ""


@dataclass(frozen=True)
class Repository:
    """What a repository holds at ``revision``, by path; ``licence`` as its card names it."""

    name: str
    revision: str
    files: dict[str, RemoteFile]
    licence: str = ""


def go_online() -> None:
    """Undo, for this process, what ``mediasearch/__init__.py`` forbids.  Before huggingface_hub is imported."""
    os.environ["HF_HUB_OFFLINE"] = "0"
    os.environ["TRANSFORMERS_OFFLINE"] = "0"


def endpoint() -> str:
    """The hub's address, or the mirror's that the person has chosen."""
    address = os.environ.get("HF_ENDPOINT", "").strip().rstrip("/")
    return (address if "://" in address else f"https://{address}") if address else "https://huggingface.co"


def host() -> str:
    """The name to show: ``huggingface.co``."""
    return urlsplit(endpoint()).hostname or endpoint()


def patiently(ask: Callable[[], _Answer]) -> _Answer:
    """``ask``, and again after a while where that may help.  Raises what it raised last."""
    for pause in PAUSES:
        try:
            return ask()
        except PassingError:
            time.sleep(pause)
    return ask()


def look(repository: str, revision: str | None = None) -> Repository:
    """Ask what ``repository`` holds.  Raises :class:`MediaSearchError`, :class:`PassingError` if it may pass."""
    from huggingface_hub import HfApi

    def ask(token: str | bool) -> Any:
        api = HfApi(endpoint=endpoint(), token=token, library_name="mediasearch", library_version=__version__)
        return api.model_info(repository, revision=revision, files_metadata=True, timeout=_timeout())

    info = _asked(ask, repository)
    commit = str(info.sha or "")
    files = {}
    for each in info.siblings or []:
        large = each.lfs
        files[each.rfilename] = RemoteFile(
            repository,
            commit,
            each.rfilename,
            int((large.size if large else each.size) or 0),
            sha256=str(large.sha256) if large else "",
            git_sha1="" if large else str(each.blob_id or ""),
        )
    if not commit:
        raise MediaSearchError(
            f"{host()} did not say which version of {repository} it has",
            "Check HF_ENDPOINT if you have set it, and try again.",
        )
    licences = [tag.removeprefix("license:") for tag in info.tags or [] if tag.startswith("license:")]
    return Repository(repository, commit, files, licences[0] if licences else "")


@contextmanager
def opened(file: RemoteFile, start: int = 0) -> Iterator[tuple[int, Iterator[bytes]]]:
    """The bytes of ``file`` from ``start``, and where they really start: 0 when the server does not do ranges.

    Raises :class:`MediaSearchError`, :class:`PassingError` if it may pass; the bytes raise the same.
    """
    from huggingface_hub import hf_hub_url
    from huggingface_hub.utils import (  # type: ignore[attr-defined]
        build_hf_headers,
        get_session,
        hf_raise_for_status,
    )

    url = hf_hub_url(file.repository, file.path, revision=file.revision, endpoint=endpoint())

    def ask(token: str | bool) -> Any:
        headers = build_hf_headers(token=token, library_name="mediasearch", library_version=__version__)
        # Compressed on the way, a file could be neither resumed nor counted.
        headers["Accept-Encoding"] = "identity"
        if start:
            headers["Range"] = f"bytes={start}-"
        session = get_session()
        answer = session.send(
            session.build_request("GET", url, headers=headers, timeout=_timeout()), stream=True, follow_redirects=True
        )
        try:
            if answer.status_code >= 400:
                answer.read()
            hf_raise_for_status(answer)
        except BaseException:
            answer.close()
            raise
        return answer

    answer = _asked(ask, file.repository)
    try:
        yield _start(answer, start), _chunks(answer)
    finally:
        answer.close()


def _start(answer: Any, wanted: int) -> int:
    """Where the bytes of ``answer`` start.  What comes after a wrong place is of no use to anybody."""
    if answer.status_code != 206:
        return 0
    unit, _, rest = str(answer.headers.get("Content-Range", "")).partition(" ")
    first = rest.partition("-")[0]
    if unit != "bytes" or first != str(wanted):
        raise PassingError(f"{host()} sent another part of the file than was asked for", "Try again later.")
    return wanted


def _chunks(answer: Any) -> Iterator[bytes]:
    with _translated(""):
        yield from answer.iter_bytes()  # as they come: what were gathered first would be lost when it breaks off


def _timeout() -> float:
    try:
        return float(os.environ["HF_HUB_DOWNLOAD_TIMEOUT"])
    except (KeyError, ValueError):
        return TIMEOUT


def _asked(ask: Callable[[str | bool], _Answer], repository: str) -> _Answer:
    """``ask`` without a token, and again with the person's own when that was refused."""
    from huggingface_hub import get_token

    with _translated(repository):
        try:
            return ask(False)
        except Exception as error:
            token = get_token() if _code(error) in (401, 403) else None
            if token is None:
                raise
        return ask(token)


@contextmanager
def _translated(repository: str) -> Iterator[None]:
    """Foreign exceptions become ours here and nowhere else."""
    try:
        yield
    except MediaSearchError:
        raise
    except Exception as error:
        raise _sentence(error, repository) from error


def _code(error: Exception) -> int:
    """The HTTP status of a refusal; 0 when there was no answer."""
    return int(getattr(getattr(error, "response", None), "status_code", 0) or 0)


def _sentence(error: Exception, repository: str) -> MediaSearchError:
    code, name = _code(error), type(error).__name__
    if code in (401, 403):
        return MediaSearchError(
            f"{host()} does not give {repository} to everybody, or does not have it",
            "Check the name. If the model asks for consent, give it on its page there and set HF_TOKEN to your access "
            "token.",
        )
    if code in (404, 410):
        return GoneError(f"{host()} does not have {repository}", "Check the name, or choose another model.")
    if code == 416:
        return ShorterError(f"{host()} has another file than it announced", "Start the download again.")
    if code == 429:
        return PassingError(f"{host()} has had too many requests", "Wait some minutes and try again.")
    if code >= 500:
        return PassingError(
            f"{host()} has a problem of its own (error {code})",
            "Try again later.",
        )
    if code >= 400:
        return MediaSearchError(f"{host()} refused {repository} (error {code})", "Choose another model.")
    if "Timeout" in name:
        return PassingError(
            f"{host()} has stopped answering",
            "Check the connection and try again.",
        )
    if isinstance(error, ValueError | KeyError | TypeError):  # an answer that makes no sense
        return PassingError(
            f"What answers at {host()} is not the hub", "Check the connection, and HF_ENDPOINT if you have set it."
        )
    return PassingError(
        f"The connection to {host()} does not work or broke off",
        "Check the connection and try again.",
    )
