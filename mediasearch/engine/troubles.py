"""What is the matter with roots, as it is told to people; imports little, because a cold ``status`` needs it too."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Final

from mediasearch.library.troubles import Trouble, TroubleKind
from mediasearch.protocol import Problem, RootInfo

#: Kinds of problems with a place of their own in a list; the others are about a root or the library.
LISTED: Final = frozenset({"file", "folder"})


def troubles_of(roots: Sequence[RootInfo], known: Sequence[Trouble]) -> list[Problem]:
    """The troubles of ``roots`` as problems; those of whole roots first."""
    places = {root.id: root for root in roots}
    problems = []
    for trouble in sorted(known, key=lambda trouble: trouble.kind == TroubleKind.FOLDER):
        root = places.get(trouble.root)
        if root is None:
            continue
        kind, path, reason, detail = f"root-{trouble.kind}", root.path, trouble.sentence, ""
        if trouble.kind == TroubleKind.HELD:
            detail = str(root.held)
            reason = f"{root.held} files disappeared at once. They are kept until you say what happened."
        elif trouble.kind == TroubleKind.OFFLINE:
            reason = reason or "The folder is not connected."
        elif trouble.kind == TroubleKind.FOLDER:
            kind, detail = "folder", trouble.sentence
            path = os.path.join(root.path, os.fsdecode(trouble.path))  # noqa: PTH118 - a name of any bytes
            reason = "permission" if "ermission" in trouble.sentence else "io-error"
        problems.append(Problem(root.id, kind, path, reason, detail, root.id, trouble.since))
    return problems
