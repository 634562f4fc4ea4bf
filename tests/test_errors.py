"""What a person reads when something went wrong."""

from __future__ import annotations

import pickle

import pytest

from mediasearch import reasons
from mediasearch.errors import FileError, LibraryBusyError, MediaSearchError, UsageError


def test_an_error_says_what_happened_and_what_to_do() -> None:
    error = MediaSearchError("The disk is full", "Free some space.")
    assert (error.title, error.advice) == ("The disk is full", "Free some space.")
    assert str(error) == "The disk is full. Free some space."


@pytest.mark.parametrize("title", ["The disk is full", "The disk is full."])
def test_one_full_stop_whoever_wrote_it(title: str) -> None:
    assert str(MediaSearchError(title)) == "The disk is full."
    assert str(MediaSearchError(title, "Free some.")) == "The disk is full. Free some."


def test_special_errors_are_caught_as_what_they_are() -> None:
    for kind in (UsageError, LibraryBusyError):
        with pytest.raises(MediaSearchError):
            raise kind("no", "try again")


@pytest.mark.parametrize(
    "error",
    [MediaSearchError("a", "b"), UsageError("a"), LibraryBusyError("a", "b"), FileError("/a.jpg", "damaged", "detail")],
    ids=lambda error: type(error).__name__,
)
def test_errors_travel_between_processes(error: Exception) -> None:
    came = pickle.loads(pickle.dumps(error))
    assert type(came) is type(error)
    assert vars(came) == vars(error) and str(came) == str(error)


def test_every_reason_is_a_sentence() -> None:
    assert not set(reasons.FAILED) & set(reasons.SKIPPED)
    for code, text in {**reasons.FAILED, **reasons.SKIPPED}.items():
        assert reasons.describe(code) == text != code
        assert reasons.describe(code, "3 bytes") == f"{text} (3 bytes)"


def test_a_reason_of_a_newer_version_is_shown_as_it_is() -> None:
    assert reasons.describe("haunted") == "haunted"
