"""When another process holds the library: is it a window, and can it be brought to the front?

The holder listens on a local endpoint (a Unix socket, a named pipe on Windows).  A second start asks it, before it
opens a window of its own, to come to the front and to take over the folders; and again when its engine finds the lock
taken, because two starts may happen at the same moment.
"""

from __future__ import annotations

import json

from PySide6.QtCore import QDeadlineTimer

from mediasearch import protocol
from mediasearch.paths import Library

#: Milliseconds for the other process to answer; it is on this machine and never busy for longer than a moment.
PATIENCE_MS = 1500


def raise_other_window(library: Library, roots: list[str]) -> bool:
    """Ask the window that holds ``library`` to come to the front and take over ``roots``; whether it did."""
    try:
        holder = json.loads(library.holder.read_bytes())
        address = str(holder["address"])
        if holder["kind"] != "window" or not address:
            return False
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return _ask(address, roots)


def _ask(address: str, roots: list[str]) -> bool:
    from PySide6.QtNetwork import QLocalSocket  # needed once in a thousand starts

    socket = QLocalSocket()
    socket.connectToServer(address)
    if not socket.waitForConnected(PATIENCE_MS):
        return False
    socket.write(protocol.encode(protocol.RaiseWindow(1, roots)))
    deadline = QDeadlineTimer(PATIENCE_MS)
    while not deadline.hasExpired():
        while socket.canReadLine():
            try:
                answer = protocol.decode(bytes(socket.readLine().data()))
            except protocol.ProtocolError:
                return False
            if isinstance(answer, protocol.Done | protocol.Failure) and answer.request == 1:
                return isinstance(answer, protocol.Done)
        if not socket.waitForReadyRead(int(max(1, deadline.remainingTime()))):
            break
    return False
