"""The queue, what came of it, and files that make trouble."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mediasearch.library.catalog import Catalog
from mediasearch.library.records import ChangeKind, Failed, PendingFile
from mediasearch.paths import Library
from tests.library.album import Album, make_model, vector_of


def _waiting(album: Album, path: str) -> PendingFile:
    return next(file for file in album.catalog.pending(album.model, 100) if file.path == path.encode())


def test_the_newest_files_come_first_and_those_in_work_do_not_come_again(album: Album) -> None:
    for name in ("old.jpg", "middle.jpg", "new.jpg"):
        album.write(name, name)
    first = album.catalog.pending(album.model, 2)
    assert [file.path for file in first] == [b"new.jpg", b"middle.jpg"]
    rest = album.catalog.pending(album.model, 2, exclude=[file.id for file in first])
    assert [file.path for file in rest] == [b"old.jpg"]


def test_files_that_wait_are_known_by_their_names(album: Album) -> None:
    album.write("Anna_3.jpg", "known")
    album.index()
    for name in ("Party/Anna 50%.jpg", "IMG_1.JPG", "anna/IMG_2.jpg", "生日.jpg"):
        album.write(name, name)

    def waiting(*words: str) -> list[bytes]:
        ids = album.catalog.waiting_named(words, 10, lambda: False)
        return [file.path for file in album.catalog.pending_among(album.model, ids, ())]

    assert waiting("anna") == [b"anna/IMG_2.jpg", b"Party/Anna 50%.jpg"]
    assert waiting("ANNA", "50%") == [b"Party/Anna 50%.jpg"] and waiting("生日") == ["生日.jpg".encode()]
    assert waiting("img_1") == [b"IMG_1.JPG"] and waiting("anna", "zebra") == [] and waiting("0_.jpg") == []
    first, second = album.catalog.waiting_named(["anna"], 10, lambda: False)
    assert album.catalog.waiting_named(["anna"], 1, lambda: False) == [first]
    assert [file.id for file in album.catalog.pending_among(album.model, [second, first], {first})] == [second]
    album.catalog.start_attempts([second])
    assert album.catalog.pending_among(album.model, [second], ()) == [], "it may be one that kills its reader"


def test_looking_for_a_name_ends_when_there_is_something_better_to_do(
    album: Album, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mediasearch.library.work._STEPS", 10)
    for number in range(50):
        album.write(f"{number}.jpg", f"{number}")
    assert album.catalog.waiting_named(["no such"], 10, lambda: True) == []
    assert len(album.catalog.waiting_named(["jpg"], 10, lambda: False)) == 10, "and the next one is looked for"


def test_only_hashes_of_the_same_size_and_with_an_embedding_are_handed_out(album: Album) -> None:
    for name in ("aa", "bb", "c"):
        album.write(f"{name}.jpg", name)
    album.index()
    album.write("new.jpg", "dd")
    assert _waiting(album, "new.jpg").known_hashes == {"aa", "bb"}
    second = album.catalog.ensure_model(make_model("second", weights="2"))
    waiting = {file.path: file for file in album.catalog.pending(second, 10)}
    assert waiting[b"new.jpg"].known_hashes == frozenset()


def test_many_files_of_one_size_share_a_bounded_number_of_hashes(album: Album, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mediasearch.library.work.KNOWN_HASHES", 3)
    for number in range(6):
        album.write(f"{number}.bmp", f"bmp{number}")
        album.index()
    album.write("new.bmp", "bmp0")
    assert _waiting(album, "new.bmp").known_hashes == {"bmp3", "bmp4", "bmp5"}
    assert album.catalog.embedded_hashes(album.model, ["bmp0", "unknown"]) == {"bmp0"}


def test_a_copy_that_was_decoded_needs_no_second_embedding(album: Album) -> None:
    album.write("a.jpg", "same")
    album.write("b.jpg", "same")
    files = album.catalog.pending(album.model, 2)
    recorded = album.catalog.record(album.model, [album.outcome(file) for file in files])
    assert len(recorded) == 1
    album.write("c.jpg", "same")
    decoded = replace(album.decode(_waiting(album, "c.jpg")), known=False)
    assert album.catalog.record(album.model, [(decoded, None)]) == []
    assert album.state("c.jpg") == "indexed"


def test_a_file_that_changed_while_it_was_read_is_read_again(album: Album) -> None:
    album.write("a.jpg", "first")
    outcome = album.outcome(_waiting(album, "a.jpg"))
    album.write("a.jpg", "second!")
    album.catalog.record(album.model, [outcome])
    assert album.state("a.jpg") == "pending"
    assert album.shown() == {}
    album.index()
    assert set(album.shown()) == {"second!"}


def test_a_file_that_moved_away_while_it_was_read_is_not_encoded_twice(album: Album) -> None:
    other = album.catalog.add_root("/other").id
    album.write("a.jpg", "picture")
    outcome = album.outcome(_waiting(album, "a.jpg"))
    album.remove("a.jpg")
    assert len(album.catalog.record(album.model, [outcome])) == 1
    assert album.shown() == {}
    album.write("a.jpg", "picture", root=other)
    assert album.index() == []
    assert set(album.shown()) == {"picture"}


def test_what_a_file_was_recognised_as_may_be_forgotten_meanwhile(album: Album) -> None:
    album.write("a.jpg", "picture")
    album.index()
    album.remove("a.jpg")
    album.write("b.jpg", "picture")
    outcome = album.outcome(_waiting(album, "b.jpg"))
    assert outcome[0].known
    album.catalog.collect_orphans(0)
    album.catalog.start_attempts([outcome[0].file])
    assert album.catalog.record(album.model, [outcome]) == []
    waiting = _waiting(album, "b.jpg")
    assert (waiting.known_hashes, waiting.attempts) == (frozenset(), 0)
    assert len(album.index()) == 1


def test_a_content_that_turns_out_to_be_of_a_skipped_kind_is_counted(album: Album) -> None:
    album.write("a.jpg", "a video in disguise")
    decoded = replace(album.decode(_waiting(album, "a.jpg")), skip="video")
    album.catalog.record(album.model, [(decoded, None)])
    assert album.catalog.skipped_counts() == {"video": 1}
    assert album.catalog.content_count() == 0


def test_a_vector_that_is_no_number_is_a_problem_of_its_file_only(album: Album) -> None:
    album.write("good.jpg", "good")
    album.write("bad.jpg", "bad")
    outcomes = [album.outcome(file) for file in album.catalog.pending(album.model, 2)]
    outcomes = [
        (decoded, np.full_like(vector_of("bad"), np.nan) if decoded.content_hash == "bad" else vector)
        for decoded, vector in outcomes
    ]
    assert len(album.catalog.record(album.model, outcomes)) == 1
    assert [problem.reason for problem in album.catalog.problems()] == ["encoder"]
    assert set(album.shown()) == {"good"}


def test_a_vector_of_another_dimension_is_refused_and_nothing_is_recorded(album: Album) -> None:
    album.write("a.jpg", "a")
    album.write("b.jpg", "b")
    first, second = (album.outcome(file) for file in album.catalog.pending(album.model, 2))
    with pytest.raises(ValueError, match="dimensions"):
        album.catalog.record(album.model, [first, (second[0], np.zeros(3, np.float32))])
    assert album.catalog.vector_count(album.model) == 0
    assert len(album.catalog.pending(album.model, 10)) == 2


def test_text_that_sqlite_refuses_is_kept_as_well_as_possible(album: Album) -> None:
    album.write("a.jpg", "a")
    decoded, vector = album.outcome(_waiting(album, "a.jpg"))
    decoded.metadata = replace(decoded.metadata, camera="Cam\udcffera\0 X")
    album.catalog.record(album.model, [(decoded, vector)])
    assert album.rows()[0].camera == "Cam?era X"
    album.write("b.jpg", "b")
    album.catalog.record_failures([Failed(_waiting(album, "b.jpg").id, "damaged", "bad \ud800 byte")])
    assert album.catalog.problems()[0].detail == "bad ? byte"


def test_a_second_model_goes_through_everything_and_leaves_the_first_alone(album: Album) -> None:
    for number in range(600):
        album.write(f"{number}.jpg", f"{number}")
    album.index()
    second = album.catalog.ensure_model(make_model("second", weights="2"))
    assert [file.path for file in album.catalog.pending(second, 2)] == [b"599.jpg", b"598.jpg"]
    seen: list[int] = []
    while files := album.catalog.pending(second, 64, exclude=seen[-8:]):
        seen += [file.id for file in files]
        assert len(album.catalog.record(second, [album.outcome(file) for file in files])) == len(files)
    assert len(seen) == len(set(seen)) == 600
    assert album.catalog.vector_count(album.model) == album.catalog.vector_count(second) == 600
    row = album.catalog.active_model()
    assert row is not None and row.id == album.model
    album.catalog.set_active_model(second)
    row = album.catalog.active_model()
    assert row is not None and row.name == "second"
    # What only the second has seen, the first one has to do.
    album.write("late.jpg", "late")
    (late,) = album.catalog.pending(second, 10)
    album.catalog.record(second, [album.outcome(late)])
    assert [file.path for file in album.catalog.pending(album.model, 10)] == [b"late.jpg"]


def test_a_second_model_passes_over_what_is_offline_until_it_is_back(album: Album) -> None:
    album.write("a.jpg", "a")
    album.index()
    second = album.catalog.ensure_model(make_model("second", weights="2"))
    album.catalog.set_root(album.root, state="offline")
    assert album.catalog.pending(second, 10) == []
    assert album.catalog.pending(second, 10) == []
    album.catalog.set_root(album.root, state="ready")
    assert len(album.catalog.pending(second, 10)) == 1


def test_attempts_survive_the_death_of_the_process(album: Album, library: Library) -> None:
    album.write("a.jpg", "a")
    album.write("b.jpg", "b")
    a, b = _waiting(album, "a.jpg").id, _waiting(album, "b.jpg").id
    album.catalog.start_attempts([a, b])
    album.catalog.start_attempts([a])
    album.catalog.release_attempts([b])
    with Catalog.open_readonly(library) as after:  # what a process that is started again would find
        assert after.interrupted() == [(a, 2)]
    album.index()
    assert album.catalog.interrupted() == []


def test_a_failed_file_is_listed_and_can_be_tried_again(album: Album) -> None:
    album.write("a.jpg", "a")
    waiting = _waiting(album, "a.jpg")
    album.catalog.record_failures([Failed(waiting.id, "truncated", "ends at 5", waiting.size, waiting.mtime_ns)])
    (problem,) = album.catalog.problems()
    assert (problem.id, problem.path, problem.reason, problem.detail) == (
        waiting.id,
        waiting.absolute,
        "truncated",
        "ends at 5",
    )
    assert album.catalog.pending(album.model, 10) == []
    scanned_again = album.change(ChangeKind.ADDED, (album.root, b"a.jpg"))
    assert album.catalog.apply([scanned_again]).pending == 0
    assert album.catalog.retry([waiting.id]) == 1
    album.index()
    assert album.catalog.problems() == []
    assert set(album.shown()) == {"a"}


@pytest.mark.parametrize(("reason", "again"), [("permission", 1), ("io-error", 1), ("vanished", 1), ("damaged", 0)])
def test_a_trouble_that_may_pass_is_tried_again_at_the_next_scan(album: Album, reason: str, again: int) -> None:
    album.write("a.jpg", "a")
    waiting = _waiting(album, "a.jpg")
    album.catalog.record_failures([Failed(waiting.id, reason, "", waiting.size, waiting.mtime_ns)])
    assert album.catalog.pending(album.model, 10) == [], "not over and over"
    seen, known = album.on_disk[album.root, b"a.jpg"], album.files()[b"a.jpg"]
    assert (known.mtime_ns != seen[1]) == again, "what the scanner compares"
    assert album.catalog.apply([album.change(ChangeKind.MODIFIED, (album.root, b"a.jpg"))]).pending == again


def test_a_failed_file_is_tried_again_when_it_changes(album: Album) -> None:
    album.write("a.jpg", "a")
    album.catalog.record_failures([Failed(_waiting(album, "a.jpg").id, "damaged")], quarantine=True)
    assert album.state("a.jpg") == "quarantined"
    album.write("a.jpg", "repaired")
    assert album.catalog.problems() == []
    assert album.state("a.jpg") == "pending"


def test_an_ignored_file_is_forgotten_until_it_changes(album: Album) -> None:
    album.write("a.jpg", "a")
    album.catalog.record_failures([Failed(_waiting(album, "a.jpg").id, "damaged")])
    album.catalog.ignore([problem.id for problem in album.catalog.problems()])
    assert album.catalog.problems() == []
    assert album.catalog.skipped_counts() == {"ignored": 1}
    assert album.catalog.retry() == 0
    album.move("a.jpg", "b.jpg")
    assert album.state("b.jpg") == "skipped"
    album.write("b.jpg", "changed")
    assert album.state("b.jpg") == "pending"


def test_a_failure_of_what_has_changed_since_is_not_believed(album: Album) -> None:
    album.write("a.jpg", "half")
    waiting = _waiting(album, "a.jpg")
    album.write("a.jpg", "whole file")
    album.catalog.record_failures([Failed(waiting.id, "truncated", "", waiting.size, waiting.mtime_ns)])
    assert album.state("a.jpg") == "pending"
    album.catalog.record_failures([Failed(123456, "truncated")])


def test_a_changed_file_that_cannot_be_read_is_no_longer_found_by_its_old_content(album: Album) -> None:
    album.write("a.jpg", "good")
    album.index()
    album.write("a.jpg", "broken")
    album.catalog.record_failures([Failed(_waiting(album, "a.jpg").id, "damaged")])
    assert album.shown() == {}


def test_a_picture_that_fails_for_another_model_is_still_found_and_can_be_retried(album: Album) -> None:
    album.write("a.jpg", "good")
    album.index()
    second = album.catalog.ensure_model(make_model("second", weights="2"))
    (waiting,) = album.catalog.pending(second, 10)
    album.catalog.record_failures([Failed(waiting.id, "memory")])
    assert set(album.shown()) == {"good"}
    for _ in range(3):  # until it is known that nothing lacks anything
        assert album.catalog.pending(second, 10) == []
    assert album.catalog.retry() == 1
    assert album.state("a.jpg") == "indexed"
    assert len(album.catalog.pending(second, 10)) == 1


def test_what_could_not_be_decoded_is_tried_again_with_other_decoders(album: Album) -> None:
    catalog = album.catalog
    assert catalog.retry_with("pillow 1") == 0
    reasons = {
        "crash.jpg": "crashed",
        "cut.jpg": "truncated",
        "locked.jpg": "permission",
        "huge.jpg": "too-many-pixels",
    }
    for name, reason in reasons.items():
        album.write(name, name)
        (file,) = catalog.pending(album.model, 1)
        catalog.record_failures([Failed(file.id, reason)], quarantine=reason == "crashed")
    assert catalog.retry_with("pillow 1") == 0 and len(catalog.problems()) == 4
    assert catalog.retry_with("pillow 2") == 2
    assert {file.path for file in catalog.pending(album.model, 9)} == {b"crash.jpg", b"cut.jpg"}
    assert {problem.reason for problem in catalog.problems()} == {"permission", "too-many-pixels"}
    album.index()
    assert catalog.retry_with("pillow 2") == 0
