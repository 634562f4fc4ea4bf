"""What is said about files that were copied, moved or left out."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from mediasearch.gui import files
from mediasearch.gui.export import Copied
from mediasearch.gui.messages import number, pictures
from mediasearch.gui.trash import Outcome


def _tr(text: str, count: int = -1) -> str:
    return QCoreApplication.translate("Filing", text, None, count)


def excluded(count: int, name: str) -> str:
    if count == 1:
        return _tr("“{name}” is left out of the library. The file stays where it is.").format(name=name)
    return _tr("{pictures} are left out of the library. The files stay where they are.").format(
        pictures=pictures(count)
    )


def ask_to_trash(count: int) -> str:
    return _tr("Move {pictures} to the trash?").format(pictures=pictures(count))


def trashed(outcome: Outcome, copies: int) -> str:
    """What went, what did not and why, and how many ``copies`` are still elsewhere."""
    parts = []
    if len(outcome.moved) == 1:
        parts.append(_tr("“{name}” is in the trash.").format(name=files.name(outcome.moved[0].path)))
    elif outcome.moved:
        parts.append(_tr("{pictures} are in the trash.").format(pictures=pictures(len(outcome.moved))))
    if copies:
        parts.append(_tr("%n other copies stay.", copies))
    if outcome.refused:
        parts.append(_refused(_tr("could not be moved to the trash and stays"), outcome.refused))
    return " ".join(parts) or _tr("Nothing was moved to the trash.")


def taken_back(count: int, failed: list[tuple[str, str]]) -> str:
    parts = [_tr("{pictures} taken out of the trash again.").format(pictures=pictures(count))] if count else []
    if failed:
        parts.append(_refused(_tr("could not be put back"), failed))
    return " ".join(parts)


def not_now(busy: bool) -> str:
    """Why nothing is begun: something else is under way, or the files are not there."""
    if busy:
        return _tr("Something is being copied or moved. Wait for it, or cancel it.")
    return _tr("The drive or folder of these pictures isn’t connected.")


def copied(outcome: Copied, total: int, folder: str) -> str:
    done = len(outcome.paths)
    if outcome.full:
        return _tr(
            "The disk is full: {done} of {total} were copied to “{folder}”. Make room and copy the rest."
        ).format(done=number(done), total=number(total), folder=folder)
    if outcome.stopped:
        return _tr("Stopped: {done} of {total} were copied to “{folder}”.").format(
            done=number(done), total=number(total), folder=folder
        )
    parts = [_tr("{pictures} copied to “{folder}”.").format(pictures=pictures(done), folder=folder)] if done else []
    if outcome.refused:
        parts.append(_refused(_tr("could not be copied"), outcome.refused))
    return " ".join(parts) or _tr("Nothing was copied. Choose another folder.")


def _refused(what: str, refused: list[tuple[str, str]]) -> str:
    """The first by name and reason, the others counted."""
    path, reason = refused[0]
    sentence = f"“{files.name(path)}” {what}" + (f" ({_tr(reason)})" if reason else "")
    if len(refused) > 1:
        sentence += " " + _tr("and %n more like it", len(refused) - 1)
    return sentence + "."
