"""Queries and their answers."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Hit:
    """One result: a content, with all the files that hold it.  ``score`` is larger for better, without unit."""

    content: int
    rank: int
    score: float
    kind: str  #: image or video
    width: int
    height: int
    taken_at: str | None  #: local ISO 8601
    path: str  #: absolute; the first file that is online
    files: list[str] = field(default_factory=list)  #: absolute paths, online ones first
    online: bool = True
    thumbnail: str | None = None  #: absolute path of a JPEG to load, None while there is none
    palette: str = ""  #: "rrggbb" colours joined by commas, the dominant one first; may be empty
    frame_ms: int | None = None
    duration: float | None = None  #: seconds, of a video
    size: int = 0  #: bytes of the file at ``path``
    camera: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    band: str = ""  #: best, or less (less certain); "" when the model has no calibration or nothing was described
    why: list[str] = field(default_factory=list)  #: looks, name, folder, caption, keyword, date, camera; best first
    favourite: bool = False
    stack: int = 1  #: hits that this one stands for, itself among them: near-duplicates and bursts


@dataclass
class QueryImage:
    """A picture inside a query: exactly one of a file, encoded bytes (base64) or a content already in the library."""

    path: str | None = None
    data: str | None = None
    content: int | None = None
    weight: float = 1.0  #: negative means *less like this*
    title: str = ""  #: what people see of it in kept searches; nothing is searched with it
    thumbnail: str | None = None  #: likewise, an absolute path


@dataclass
class Month:
    """So many hits in a row were taken in one month."""

    name: str  #: "2024-06", "" for no date
    count: int


@dataclass
class Search:
    """Answered by :class:`SearchReply`.  No text and no image means everything, newest first.

    ``text`` is in the language of :mod:`mediasearch.search.grammar`.
    """

    request: int
    text: str = ""
    images: list[QueryImage] = field(default_factory=list)
    limit: int = 500
    page: int = 100  #: rows to send with the answer, at most 1,000
    sort: str = "relevance"  #: or date: newest first, without bands and far hits (:mod:`mediasearch.search.by_date`)
    breadth: float = 0.0  #: Closer −1 … Broader 1: moves the cut of the bands
    typing: bool = False  #: the last word may go on: no remark on a filter that has only been begun
    more: list[int] = field(default_factory=list)  #: contents the person called right ("more like these")
    less: list[int] = field(default_factory=list)  #: contents the person called wrong
    stacked: bool = True  #: one hit for near-duplicates and bursts


@dataclass
class Rows:
    """Rows ``start`` to ``stop`` of an earlier result; answered by :class:`RowsReply`."""

    request: int
    result: int
    start: int
    stop: int


@dataclass
class SearchReply:
    """``count`` hits; ``contents`` are all their content ids in order (:func:`pack`); ``rows`` is the first page."""

    request: int
    result: int
    count: int
    total: int  #: contents that passed the filters
    indexed: int  #: files whose content has an embedding of the active model
    files: int  #: files known in all, indexed or not
    contents: str
    rows: list[Hit]
    model: str = ""
    generation: int = 0
    note: str = ""  #: a sentence for the person about this query, such as that no photo passes its filters
    best: int | None = None  #: so many leading hits are best matches; None: there are no bands
    months: list[Month] = field(default_factory=list)  #: runs of one month, in order, when sorted by date
    query: str = ""  #: the canonical text of what was understood
    behind: int = 0  #: contents that these hits stand for besides themselves, in stacks
    suggestion: str = ""  #: a model that knows the query's language, when the one that answers does not


@dataclass
class RowsReply:
    request: int
    result: int
    start: int
    rows: list[Hit]


@dataclass
class MakeThumbnail:
    """Ask for a preview that is missing; :class:`ThumbnailReady` follows when there is one.  No direct answer."""

    content: int


@dataclass
class ThumbnailReady:
    content: int
    path: str | None  #: None: no preview can be made


@dataclass
class Stack:
    """The hits that the hit ``content`` of an earlier ``result`` stands for; answered by :class:`StackReply`."""

    request: int
    result: int
    content: int


@dataclass
class StackReply:
    """``bytes_spared``: what deleting all but the best would free.  Nothing is deleted by itself."""

    request: int
    rows: list[Hit]
    bytes_spared: int = 0


@dataclass
class Suggest:
    """Completions of what is being typed, from the library's own words; answered by :class:`Suggestions`."""

    request: int
    text: str
    limit: int = 8


@dataclass
class Suggestions:
    """``texts``: whole queries to put into the box, the best first."""

    request: int
    texts: list[str]


@dataclass
class ListFolders:
    """The folders right below ``levels`` of a root that hold pictures; answered by :class:`FoldersReply`.

    ``levels``: paths as in :class:`FolderInfo`, "" for the root itself.  ``limit``: at most so many of each, 0 for all.
    """

    request: int
    root: int
    levels: list[str] = field(default_factory=lambda: [""])
    limit: int = 0


@dataclass
class FolderInfo:
    """``path``: relative to the root, joined by ``/``; ``files``: indexed ones in it and below.

    ``inside``: whether there are such folders in it.
    """

    path: str
    files: int
    inside: bool = False


@dataclass
class FoldersReply:
    """The folders of each level in their order.  ``cut``: the levels that have more of them."""

    request: int
    root: int
    folders: list[FolderInfo]
    levels: list[str] = field(default_factory=lambda: [""])
    cut: list[str] = field(default_factory=list)


@dataclass
class ListValues:
    """What the library holds of a filter: ``in`` (years), ``type`` or ``camera``; answered by :class:`ValuesReply`."""

    request: int
    name: str


@dataclass
class Value:
    """``value`` as the filter takes it; ``count`` contents pass."""

    value: str
    count: int


@dataclass
class ValuesReply:
    """Years from the latest, everything else from the most frequent; at most 100."""

    request: int
    name: str
    values: list[Value]
