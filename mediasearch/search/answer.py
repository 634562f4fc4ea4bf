"""From a question to an answer: one way for the engine's query thread and for a cold command line.

What passes the filters is ranked by how alike it is to the query vector (words, pictures, concepts, examples), and by
where the words stand in names and texts; an exact name comes first, best matches come before less certain ones.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from mediasearch.errors import MediaSearchError
from mediasearch.search import bands, by_date, duplicates, feedback, words
from mediasearch.search import stacks as stacking
from mediasearch.search.fusion import PICTURE, fuse, of_picture
from mediasearch.search.plan import Plan, weight_of
from mediasearch.search.plan import plan as make_plan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mediasearch.library.catalog import Catalog
    from mediasearch.library.filters import Filter
    from mediasearch.library.snapshot import Snapshot
    from mediasearch.search.bands import Cuts
    from mediasearch.search.duplicates import Group
    from mediasearch.search.fusion import Weighted
    from mediasearch.search.grammar import Part
    from mediasearch.search.ranking import Words
    from mediasearch.search.words import WordMatch

#: What a rank is worth is 1 / (this + rank), added up over the rankings ("Reciprocal Rank Fusion",
#: Cormack et al. 2009).
_DAMPING: Final = 60

#: At least so many hits are ranked, however few are shown: what comes first must not depend on how many follow.
_DEPTH: Final = 500

#: Hits that are compared with each other: 10 ms.
_MOST_STACKED: Final = 2000


@dataclass(frozen=True)
class Question:
    """``pictures``: vectors float32 ``(dimension,)`` of the query pictures, and weights; ``more``, ``less``: contents.

    The other fields are those of :class:`mediasearch.protocol.Search`.
    """

    plan: Plan
    pictures: Sequence[Weighted] = ()
    more: Sequence[int] = ()
    less: Sequence[int] = ()
    limit: int = 500
    sort: str = "relevance"
    breadth: float = 0.0
    stacked: bool = True

    @property
    def compares(self) -> bool:
        """Whether pictures are ranked by anything; otherwise all are shown, the newest first."""
        return bool(self.plan.query.describes or self.pictures or self.more or self.less)

    @property
    def described(self) -> bool:
        """Whether words alone say what is wanted, as the cut for descriptions takes it."""
        return self.plan.described and not (self.pictures or self.more or self.less)

    @property
    def needs_vectors(self) -> bool:
        return self.compares or duplicates.asked(self.plan.filters)


@dataclass(frozen=True)
class Source:
    """What answers: a reader of the catalog, the vectors at this moment, the model's words and where its bands begin.

    ``words`` loads them when they are first needed; it raises :class:`MediaSearchError` when they cannot be loaded.
    """

    catalog: Catalog
    snapshot: Snapshot
    words: Callable[[], Words]
    cuts: Cuts | None


@dataclass(frozen=True)
class Answer:
    """``contents`` in order, with their ``scores`` (0 where only words matched), and why each is here.

    ``best``: so many leading ones are best matches; None without bands.  ``stacks``: hit → all contents that it stands
    for, itself first.  ``months``: (month, count) runs when the order is by date.  ``total``: contents that passed the
    filters; None without any.  ``note``: a sentence for the person, or "".
    """

    contents: Sequence[int]
    scores: Mapping[int, float] = field(default_factory=dict)
    why: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    best: int | None = None
    stacks: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    months: Sequence[tuple[str, int]] = ()
    total: int | None = None
    note: str = ""


def answer(question: Question, source: Source) -> Answer:
    """What the window and the command line show.  Raises :class:`MediaSearchError` for a question without an answer."""
    plan, catalog = question.plan, source.catalog
    allowed, groups = _passing(plan.filters, source)
    total = None if allowed is None else len(allowed)
    notes = [plan.remark(1 if total is None else total, bool(question.pictures))]
    notes.append(catalog.remark(plan.filters) if plan.filters and not total else "")
    notes.append(_unknown(plan, catalog))
    if question.compares:
        found = _ranked(question, source, allowed, notes)
    elif groups and question.sort != "date":
        found = _reviewed(groups, question.stacked)
        notes.append(duplicates.remark(groups))
    else:
        found = Answer(catalog.newest() if allowed is None else allowed)
    if question.sort == "date" and question.compares:  # everything else is in this order already
        order = by_date.newest_first(found.contents, catalog.taken(found.contents))
        found = replace(found, contents=order, best=None)
    if question.stacked and not found.stacks and (question.compares or plan.filters):
        found = _stacked(found, source)
    if question.sort == "date":
        everything = allowed is None and not question.compares
        found = replace(found, months=catalog.months(None if everything else found.contents))
    return replace(found, total=total, note=" ".join(filter(None, notes)))


def _passing(filters: Sequence[Filter], source: Source) -> tuple[Sequence[int] | None, Sequence[Group]]:
    """What passes, None without filters; and groups of duplicates where they are asked for."""
    if duplicates.asked(filters):
        return duplicates.passing(source.catalog, source.snapshot, filters)
    return (source.catalog.passing(filters) if filters else None), ()


def _reviewed(groups: Sequence[Group], stacked: bool) -> Answer:
    """Duplicates by the room they take, each group behind the one to keep."""
    if not stacked:
        return Answer([content for group in groups for content in group.contents])
    stacks = {group.contents[0]: group.contents for group in groups}
    return Answer(list(stacks), stacks=stacks)


def _ranked(question: Question, source: Source, allowed: Sequence[int] | None, notes: list[str]) -> Answer:
    """Pictures and words together, with bands."""
    catalog, query = source.catalog, question.plan.query
    depth = max(question.limit, _DEPTH)
    left_out = frozenset(catalog.left_out(question.plan.filters))
    passing = None if allowed is None else frozenset(allowed)
    named = words.find(catalog, query, depth, passing) if query.describes else {}
    named = {content: match for content, match in named.items() if content not in left_out}
    try:
        vector = _vector(question, source)
    except MediaSearchError as error:
        if not named:
            raise
        notes.append(f"{error.title}: only names and texts were searched.")
        return Answer(list(named)[: question.limit], why={content: match.why for content, match in named.items()})
    matches = source.snapshot.search(vector, depth + len(left_out), allowed)
    alike = [content for content in matches.contents.tolist() if content not in left_out][:depth]
    order = _fused(alike, named)[:depth]
    found = _banded(question, source, vector, order, alike, named, allowed)
    best = None if found.best is None else min(found.best, question.limit)
    return replace(found, contents=found.contents[: question.limit], best=best)


def _vector(question: Question, source: Source) -> NDArray[np.float32]:
    share = PICTURE if question.plan.query.describes else 1.0
    parts: list[Weighted] = [(of_picture(vector), share * weight) for vector, weight in question.pictures]
    parts += [(_meaning(part, source), weight_of(part)) for part in question.plan.wanted]
    more, less = _examples(question.more, question.less, source)
    wanted = fuse(parts) if parts else None
    if wanted is None and not len(more) and not len(less):
        raise MediaSearchError("The pictures that you chose are no longer in the library", "Choose others.")
    return feedback.direction(wanted, more, less)


def _meaning(part: Part, source: Source) -> NDArray[np.float32]:
    """The query vector of a description or a concept."""
    concept = source.catalog.concept(part.text) if part.concept else None
    if concept is None:
        return source.words().vector(part.text)
    more, less = _examples(concept.more, concept.less, source)
    told = [each for each in make_plan(concept.text).wanted if not each.concept]  # what was typed when it was named
    described = fuse([(source.words().vector(each.text), weight_of(each)) for each in told]) if told else None
    if described is None and not len(more):
        raise MediaSearchError(
            f"The pictures of the concept “{concept.name}” are gone", "Save it again from pictures that are there."
        )
    return feedback.direction(described, more, less)


def _unknown(plan: Plan, catalog: Catalog) -> str:
    """A sentence about concepts that are not there (any more)."""
    gone = [part.text for part in plan.wanted if part.concept and catalog.concept(part.text) is None]
    return f"There is no concept called “{gone[0]}”; it was taken for a description." if gone else ""


def _examples(
    more: Collection[int], less: Collection[int], source: Source
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Their vectors; what was called both right and wrong says nothing, nor does what is gone."""
    both = set(more) & set(less)
    chosen = ([each for each in side if each not in both][-feedback.MOST :] for side in (more, less))
    one, other = (source.snapshot.of(side)[1] for side in chosen)
    return one, other


def _fused(alike: Sequence[int], named: Mapping[int, WordMatch]) -> list[int]:
    """Exact names, then both rankings by the sum of what the ranks are worth; of equals the one that looks like it."""
    worth: dict[int, float] = {}
    for ranking in (alike, list(named)):
        for place, content in enumerate(ranking, 1):
            worth[content] = worth.get(content, 0.0) + 1 / (_DAMPING + place)
    exact = {content for content, match in named.items() if match.exact}
    return sorted(worth, key=lambda content: (content not in exact, -worth[content]))


def _banded(
    question: Question,
    source: Source,
    vector: NDArray[np.float32],
    order: list[int],
    alike: Sequence[int],
    named: Mapping[int, WordMatch],
    allowed: Sequence[int] | None,
) -> Answer:
    """Best matches first; what stands in a picture's own name or texts is one, whatever it looks like.

    By date only what is worth it (:mod:`.by_date`).
    """
    known, vectors, hubness = source.snapshot.of(order)
    scores = vectors @ vector[:-1] + (vector[-1] if source.snapshot.hubness else 0) * hubness
    near = frozenset(alike)
    why = {}
    for content in order:
        said = named[content].why if content in named else ()
        why[content] = (*said, "looks") if content in near else said
    found = Answer(order, dict(zip(known.tolist(), scores.tolist(), strict=True)), why)
    distances = _distances(question, source, vector, known, vectors, scores, allowed)
    if question.sort == "date":
        compared = len(source.snapshot) if allowed is None else len(allowed)
        broader = _cut(question, source, question.breadth + 1)
        return replace(found, contents=by_date.worth_dating(order, named, distances, broader, compared))
    if distances is None:
        return found
    cut = _cut(question, source, question.breadth)
    best = {content for content, distance in distances.items() if distance >= cut}
    best |= {content for content, match in named.items() if _certain(match)}
    order.sort(key=lambda content: content not in best)
    return replace(found, best=sum(content in best for content in order))


def _distances(
    question: Question,
    source: Source,
    vector: NDArray[np.float32],
    contents: NDArray[np.int64],
    vectors: NDArray[np.float32],
    scores: NDArray[np.float32],
    allowed: Sequence[int] | None,
) -> dict[int, float] | None:
    """How far each of ``contents`` stands out (:mod:`.bands`); None when nobody can tell."""
    if source.cuts is None:
        return None
    own = None
    if question.described:
        names = source.words().names(question.plan.query.text)
        own = bands.own_distances(vector[:-1], vectors, names)
    crowd = source.snapshot.sample(vector, bands.CROWD, allowed)
    distances = bands.standardised(scores, own, crowd)
    return None if distances is None else dict(zip(contents.tolist(), distances.tolist(), strict=True))


def _cut(question: Question, source: Source, breadth: float) -> float:
    """From which distance on pictures are best matches; infinite without bands."""
    return math.inf if source.cuts is None else source.cuts.at(breadth, described=question.described)


def _certain(match: WordMatch) -> bool:
    """Whether the words say what the picture is: a folder may hold other things too, but may be what was asked for."""
    return match.exact or match.entry or (match.whole and match.why[:1] != ("folder",))


def _stacked(found: Answer, source: Source) -> Answer:
    """Near-duplicates and bursts as one hit; beyond :data:`_MOST_STACKED` hits each is one."""
    contents, rest = list(found.contents[:_MOST_STACKED]), found.contents[_MOST_STACKED:]
    known, vectors, _ = source.snapshot.of(contents)
    taken = source.catalog.taken(known.tolist())
    about = [taken.get(content, (None, None)) for content in known.tolist()]
    stacks = stacking.collapse(known.tolist(), vectors, [date for date, _ in about], [camera for _, camera in about])
    members = {stack.contents[0]: stack.contents for stack in stacks if len(stack.contents) > 1}
    swallowed = {content for stack in members.values() for content in stack[1:]}
    order = [content for content in contents if content not in swallowed]
    best = None if found.best is None else sum(content not in swallowed for content in contents[: found.best])
    return replace(found, contents=[*order, *rest], best=best, stacks=members)
