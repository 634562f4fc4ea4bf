"""Tables as people and their programs write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from mediasearch.errors import MediaSearchError
from mediasearch.evaluate.table import Table, read_table


def read(folder: Path, text: str, name: str = "table.tsv", encoding: str = "utf-8") -> Table:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return read_table(path)


def test_files_are_relative_to_the_table(tmp_path: Path) -> None:
    table = read(tmp_path, "a.jpg\ta dog\nsub/b.jpg\ta cat\n/elsewhere/c.jpg\ta dog\n")
    assert table.pictures == (tmp_path / "a.jpg", tmp_path / "sub" / "b.jpg", Path("/elsewhere/c.jpg"))
    assert (table.of, table.texts) == ((0, 1, 2), ("a dog", "a cat", "a dog"))


def test_several_captions_of_a_picture_and_the_same_one_twice(tmp_path: Path) -> None:
    table = read(tmp_path, "a.jpg\ta dog\nb.jpg\ta dog\na.jpg\tit barks\na.jpg\ta dog\n")
    assert len(table.pictures) == 2
    assert (table.of, table.texts) == ((0, 1, 0), ("a dog", "a dog", "it barks"))


@pytest.mark.parametrize(
    "text",
    [
        "a.jpg,dog\nb.jpg,cat\n",
        "\ufeffa.jpg,dog\r\n\r\nb.jpg,cat",
        "file,caption\na.jpg,dog\nb.jpg,cat\n",
        'a.jpg, "dog"\n"b.jpg",cat\n',
        "id,label,Path\n1,dog,a.jpg\n2,cat,b.jpg\n",
        "a.jpg\tdog\nb.jpg\tcat\n",
        "a.jpg\ten\tdog\nb.jpg\ten\tcat\n",
    ],
)
def test_common_dialects_mean_the_same(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == Table((tmp_path / "a.jpg", tmp_path / "b.jpg"), (0, 1), ("dog", "cat"))


def test_commas_and_quotation_marks_in_captions(tmp_path: Path) -> None:
    assert read(tmp_path, 'a.jpg\ta "big", red dog\n').texts == ('a "big", red dog',)
    assert read(tmp_path, 'a.jpg,"a ""big"", red dog"\n').texts == ('a "big", red dog',)


def test_a_first_picture_that_is_called_like_a_heading(tmp_path: Path) -> None:
    (tmp_path / "image").touch()
    assert read(tmp_path, "image\tdog\nb.jpg\tcat\n").pictures[0] == tmp_path / "image"


@pytest.mark.parametrize("text", ["", "\n\n", " \t \n", "file\tcaption\n"])
def test_an_empty_table_says_so(tmp_path: Path, text: str) -> None:
    with pytest.raises(MediaSearchError, match="is empty"):
        read(tmp_path, text)


def test_what_is_wrong_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(MediaSearchError, match=r"Line 2 of .* has one column"):
        read(tmp_path, "a.jpg\tdog\nb.jpg\n")
    with pytest.raises(MediaSearchError, match=r"Line 2 of .* lacks"):
        read(tmp_path, "a.jpg\tdog\nb.jpg\t \n")
    with pytest.raises(MediaSearchError, match="UTF-8"):
        read(tmp_path, "a.jpg\tchaînes\n", encoding="latin-1")
    with pytest.raises(MediaSearchError, match="no table"):
        read(tmp_path, "a.jpg," + "x" * 200_000)
    with pytest.raises(MediaSearchError, match="cannot be read"):
        read_table(tmp_path / "nowhere.tsv")


def test_leaving_pictures_out(tmp_path: Path) -> None:
    table = read(tmp_path, "a\tdog\nb\tcat\nc\tdog\nb\tpet\n").only([1, 2])
    assert table == Table((tmp_path / "b", tmp_path / "c"), (0, 1, 0), ("cat", "dog", "pet"))
