"""A hub of our own on this machine: small real repositories in the shape of the real one's API, and all its bad days.

It speaks what huggingface_hub asks for: what a model holds (``/api/models/…?blobs=true``, with git's names of small
files and SHA-256 of large ones), and its files (``/…/resolve/…``), large ones by redirection to a storage that does
ranges.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

#: Files from this size on are kept as large ones, as with Git LFS.
LARGE = 10_000


@dataclass
class Repository:
    """``files``: path → what is sent.  ``stated``: path → what it is said to be, where that is a lie."""

    files: dict[str, bytes]
    stated: dict[str, bytes] = field(default_factory=dict)
    #: Path → fields of its entry in the list of files that are replaced (None: left out).
    edited: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: For its bearer only; others get 401.
    token: str = ""
    tags: list[str] = field(default_factory=list)

    @property
    def revision(self) -> str:
        body = sorted((path, hashlib.sha1(data).hexdigest()) for path, data in self.files.items())
        return hashlib.sha1(json.dumps(body).encode()).hexdigest()

    def listing(self) -> list[dict[str, Any]]:
        return [self._entry(path, self.stated.get(path, data)) for path, data in sorted(self.files.items())]

    def _entry(self, path: str, data: bytes) -> dict[str, Any]:
        entry: dict[str, Any] = {"rfilename": path, "size": len(data)}
        if len(data) >= LARGE:
            entry["blobId"] = hashlib.sha1(b"pointer" + data).hexdigest()
            entry["lfs"] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 134}
        else:
            entry["blobId"] = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
        return {key: value for key, value in (entry | self.edited.get(path, {})).items() if value is not None}


@dataclass
class Bad:
    """A bad day: for requests whose path ends in ``path``, ``times`` of them.

    ``status``: the answer is that.  ``after``: only so many bytes are sent, and then the connection is broken, or held
    without a word (``silent``).
    """

    path: str
    times: int = 1
    status: int = 0
    after: int = 0
    silent: bool = False


class Hub:
    """The server.  ``requests`` holds method, path and headers of each; ``served`` the bytes sent, by file name."""

    def __init__(self) -> None:
        self.repositories: dict[str, Repository] = {}
        self.bad: list[Bad] = []
        self.ranges = True
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.served: Counter[str] = Counter()
        self.on_bytes: Callable[[str, int], None] = lambda name, sent: None
        self.over = threading.Event()
        self.lock = threading.Lock()
        hub = self

        class Handler(_Handler):
            server_hub = hub

        class Server(ThreadingHTTPServer):
            def handle_error(self, *_: object) -> None:
                """The other end has hung up."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def asked(self, method: str = "GET") -> list[str]:
        """Paths in the order they were asked for."""
        return [path for kind, path, _ in self.requests if kind == method]

    def _large(self, path: str) -> bool:
        name, _, rest = path.strip("/").partition("/resolve/")
        repository = self.repositories.get(name)
        return repository is not None and len(repository.files.get(rest.partition("/")[2], b"")) >= LARGE

    def ranges_of(self, name: str) -> list[str]:
        """From where the bytes of a large file were asked for, in order."""
        return [
            headers.get("Range", "")
            for _, path, headers in self.requests
            if "/storage/" in path and path.endswith(name)
        ]

    def today(self, path: str) -> Bad | None:
        with self.lock:
            for bad in self.bad:
                # Where a large file is asked for, only its storage sends bytes that could break off.
                useless = not bad.status and "/resolve/" in path and self._large(path)
                if bad.times and path.endswith(bad.path) and not useless:
                    bad.times -= 1
                    return bad
        return None

    @contextmanager
    def open(self) -> Iterator[Hub]:
        self._thread.start()
        try:
            yield self
        finally:
            self.over.set()
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    server_hub: Hub
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        hub, path = self.server_hub, unquote(urlsplit(self.path).path)
        hub.requests.append((self.command, path, dict(self.headers)))
        bad = hub.today(path)
        if bad is not None and bad.status:
            self._answer(bad.status, b'{"error": "a bad day"}')
            return
        if found := re.fullmatch(r"/api/models/([^/]+/[^/]+)(?:/revision/(.+))?", path):
            self._list(found[1], found[2], bad)
        elif found := re.fullmatch(r"/([^/]+/[^/]+)/resolve/([0-9a-f]+)/(.+)", path):
            self._resolve(found[1], found[2], found[3], bad)
        elif found := re.fullmatch(r"/storage/([^/]+/[^/]+)/(.+)", path):
            self._bytes(found[2], hub.repositories[found[1]].files[found[2]], bad)
        else:
            self._answer(404, b"{}")

    do_HEAD = do_GET

    def _repository(self, name: str) -> Repository | None:
        repository = self.server_hub.repositories.get(name)
        if repository is None or (
            repository.token and self.headers.get("Authorization") != f"Bearer {repository.token}"
        ):
            # The real one does not tell a stranger whether a repository is private or not there.
            self._answer(401, b'{"error": "Repository not found"}', {"X-Error-Code": "RepoNotFound"})
            return None
        return repository

    def _list(self, name: str, revision: str | None, bad: Bad | None) -> None:
        repository = self._repository(name)
        if repository is None:
            return
        if revision not in (None, "main", repository.revision):
            self._answer(404, b"{}", {"X-Error-Code": "RevisionNotFound"})
            return
        body = {"id": name, "sha": repository.revision, "tags": repository.tags, "siblings": repository.listing()}
        self._bytes("list", json.dumps(body).encode(), bad, {"Content-Type": "application/json"})

    def _resolve(self, name: str, revision: str, path: str, bad: Bad | None) -> None:
        repository = self._repository(name)
        if repository is None:
            return
        if revision != repository.revision or path not in repository.files:
            self._answer(404, b"{}", {"X-Error-Code": "EntryNotFound"})
            return
        data, headers = repository.files[path], {"X-Repo-Commit": revision}
        if len(data) < LARGE:
            self._bytes(path, data, bad, headers | {"ETag": f'"{hashlib.sha1(data).hexdigest()}"'})
            return
        headers["X-Linked-Etag"] = f'"{hashlib.sha256(data).hexdigest()}"'
        headers["X-Linked-Size"] = str(len(data))
        self._answer(302, b"", headers | {"Location": f"{self.server_hub.url}/storage/{name}/{path}"})

    def _bytes(self, name: str, data: bytes, bad: Bad | None, headers: dict[str, str] | None = None) -> None:
        hub, status, start = self.server_hub, 200, 0
        headers = dict(headers or {})
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if asked and hub.ranges:
            status, start = 206, int(asked[1])
            if start >= len(data):
                self._answer(416, b"", {"Content-Range": f"bytes */{len(data)}"})
                return
            headers["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        self._head(status, headers | {"Content-Length": str(len(data) - start)})
        end = len(data) if bad is None else min(len(data), start + bad.after)
        try:
            for place in range(start, end, 2**14):
                piece = data[place : min(place + 2**14, end)]
                self.wfile.write(piece)
                with hub.lock:
                    hub.served[name] += len(piece)
                hub.on_bytes(name, hub.served[name])
            self.wfile.flush()
        except OSError:  # the other end has had enough
            self.close_connection = True
            return
        if end < len(data):
            if bad is not None and bad.silent:
                hub.over.wait(30)
            self.close_connection = True

    def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self._head(status, (headers or {}) | {"Content-Length": str(len(body))})
        self.wfile.write(body)

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.end_headers()
