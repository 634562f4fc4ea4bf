"""Commands about folders and about files in trouble."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediasearch import protocol
from mediasearch.engine.clients import Client

if TYPE_CHECKING:
    from mediasearch.engine.indexer import Indexer
    from mediasearch.engine.news import News
    from mediasearch.engine.overview import Overview
    from mediasearch.engine.report import Report
    from mediasearch.engine.roots import Roots
    from mediasearch.engine.store import Store


class LibraryCommands:
    """Runs on the owner loop."""

    def __init__(
        self, store: Store, roots: Roots, indexer: Indexer, overview: Overview, report: Report, news: News
    ) -> None:
        self._store = store
        self._roots = roots
        self._indexer = indexer
        self._overview = overview
        self._report = report
        self._news = news

    def carry_out(self, client: Client, message: protocol.Message) -> bool:
        """Whether it was one of these commands.  Raises ``MediaSearchError`` for what cannot be done."""
        match message:
            case protocol.AddRoots(request=request, paths=paths):
                complaint = self._roots.add(paths)
                answer(client, request, complaint)
            case protocol.RemoveRoot(request=request, root=root):
                self._indexer.forget()
                self._roots.remove(root, lambda: answer(client, request))
            case protocol.LocateRoot(request=request, root=root, path=path):
                self._roots.locate(root, path)
                answer(client, request)
            case protocol.Exclude(request=request, paths=paths, on=on):
                for path in paths:
                    self._roots.exclude(path, on)
                answer(client, request)
            case protocol.ListValues():
                self._overview.values(client, message)
            case protocol.Rescan(request=request, root=root):
                self._roots.look_again(root)
                answer(client, request)
            case protocol.ListProblems(request=request):
                client.send(protocol.ProblemsReply(request, self._report.problems()))
            case protocol.RetryFiles(request=request, problems=problems):
                if not self._store.retry(problems or None):
                    raise self._store.refusal("The files could not be marked to be tried again")
                self._indexer.look()
                self._news.something_changed()
                answer(client, request)
            case protocol.IgnoreFiles(request=request, problems=problems):
                if not self._store.ignore(problems):
                    raise self._store.refusal("The files could not be marked to be ignored")
                self._news.something_changed()
                answer(client, request)
            case protocol.ConfirmMissing(request=request, root=root, forget=forget):
                self._roots.confirm(root, forget)
                answer(client, request)
            case _:
                return False
        return True


def answer(client: Client, request: int, complaint: Exception | None = None) -> None:
    """It is done, or why not."""
    if complaint is None:
        client.send(protocol.Done(request))
    else:
        client.send(protocol.Failure(request, getattr(complaint, "title", ""), getattr(complaint, "advice", "")))
