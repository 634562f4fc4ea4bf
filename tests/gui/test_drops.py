"""What browsers and file managers hand over, and what becomes of it.

What Firefox, Chromium, Files, Dolphin, Explorer and Finder offer is made after what they document and what others saw
of it, not recorded from them: developer.mozilla.org, "Recommended drag types"; searchfox.org,
test_drag_image_file.html; github.com/linuxmint/nemo/issues/407 and /3354; github.com/elementary/files/pull/814;
doc.qt.io, "Drag and Drop" and QMimeData (what Qt makes of the formats of Windows and macOS).
"""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QUrl
from PySide6.QtGui import QColor, QImage, QImageWriter

from mediasearch.gui import drops
from tests.support.pictures import GROUNDS


def files_dropped(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def image(colour: str = "#dc1414", width: int = 60, height: int = 40) -> QImage:
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(QColor(colour))
    return made


def encoded(picture: QImage, kind: str = "PNG") -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(kind.encode())).write(picture)
    return bytes(buffer.data().data())


def decoded(data: str | None) -> QImage:
    assert data is not None
    return QImage.fromData(QByteArray(base64.b64decode(data)))


@pytest.mark.parametrize("name", GROUNDS)
def test_a_file_is_a_picture_by_its_content(pictures: Path, name: str) -> None:
    assert drops.is_picture(str(pictures / name))
    renamed = (pictures / name).rename(pictures / "notes.txt")
    assert drops.is_picture(str(renamed))


@pytest.mark.parametrize("content", [b"", b"x", b"Dear diary, today I saw a dog.", b"%PDF-1.7", b"\0" * 40])
def test_anything_else_is_none_whatever_its_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "dog.jpg").write_bytes(content)
    assert not drops.is_picture(str(tmp_path / "dog.jpg"))


def test_heic_and_avif_are_pictures(tmp_path: Path) -> None:
    for brand in (b"heic", b"avif", b"mif1"):
        (tmp_path / "photo").write_bytes(b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0mif1")
        assert drops.is_picture(str(tmp_path / "photo"))
    (tmp_path / "film").write_bytes(b"\0\0\0\x18ftypisom\0\0\0\0mp42")
    assert not drops.is_picture(str(tmp_path / "film"))


def test_local_files_become_pictures_with_their_names(pictures: Path) -> None:
    mime = files_dropped(pictures / "red.jpg", pictures / "blue.png")
    assert drops.looks_useful(mime) == "picture"
    found = drops.understand(mime, weight=-1.0)
    assert [(picture.path, picture.title, picture.weight) for picture in found.pictures] == [
        (str(pictures / "red.jpg"), "red.jpg", -1.0),
        (str(pictures / "blue.png"), "blue.png", -1.0),
    ]


@pytest.mark.skipif(os.name != "posix", reason="elsewhere every name is text")
def test_a_name_that_is_no_text_arrives_byte_for_byte(pictures: Path) -> None:
    odd = os.fsencode(pictures) + b"/caf\xe9 100%.jpg"
    (pictures / "red.jpg").rename(os.fsdecode(odd))
    mime = QMimeData()
    line = b"file://" + b"".join(b"%%%02X" % byte if byte > 126 or byte in b" %" else bytes([byte]) for byte in odd)
    mime.setData("text/uri-list", QByteArray(line + b"\r\n"))
    found = drops.understand(mime)
    assert [os.fsencode(picture.path or "") for picture in found.pictures] == [odd]


def test_a_folder_is_offered_to_be_added(pictures: Path) -> None:
    mime = files_dropped(pictures)
    assert drops.looks_useful(mime) == "folder"
    found = drops.understand(mime)
    assert found.folders == [str(pictures)]
    assert not found.pictures


def test_pictures_and_other_files_are_told_apart(pictures: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("milk, eggs")
    found = drops.understand(files_dropped(pictures / "red.jpg", tmp_path / "notes.txt", tmp_path / "gone.jpg"))
    assert len(found.pictures) == 1
    assert found.unreadable == [str(tmp_path / "notes.txt"), str(tmp_path / "gone.jpg")]


def test_pixels_travel_as_png() -> None:
    mime = QMimeData()
    mime.setImageData(image())
    assert drops.looks_useful(mime) == "picture"
    (picture,) = drops.understand(mime, pasted_title="pasted").pictures
    assert picture.title == "pasted"
    assert decoded(picture.data) == image()
    assert picture.message().path is None


def test_large_pixels_are_scaled_down() -> None:
    mime = QMimeData()
    mime.setImageData(image(width=6000, height=3000))
    (picture,) = drops.understand(mime).pictures
    assert decoded(picture.data).size().toTuple() == (1024, 512)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_html_with_a_data_url_is_a_picture(kind: str) -> None:
    mime = QMimeData()
    data = base64.b64encode(encoded(image(), kind)).decode()
    mime.setHtml(f'<meta charset="utf-8"><img alt="a dog" src="data:image/{kind.lower()};base64,{data}">')
    mime.setText("https://example.org/dog.jpg")
    assert drops.looks_useful(mime) == "picture"
    (picture,) = drops.understand(mime).pictures
    assert decoded(picture.data).width() == 60


def test_a_data_url_that_qt_cannot_read_is_left_to_the_engine() -> None:
    mime = QMimeData()
    heif = b"\0\0\0\x18ftypheic" + bytes(40)
    mime.setHtml(f"<img src='data:image/heic;base64,{base64.b64encode(heif).decode()}'>")
    (picture,) = drops.understand(mime).pictures
    assert base64.b64decode(picture.data or "") == heif


def test_a_file_wins_over_the_pixels_beside_it(pictures: Path) -> None:
    mime = files_dropped(pictures / "red.jpg")
    mime.setImageData(image("#0000ff"))
    (picture,) = drops.understand(mime).pictures
    assert picture.path == str(pictures / "red.jpg")


def test_pixels_win_over_the_link_beside_them() -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/dog.jpg")])
    mime.setImageData(image())
    found = drops.understand(mime)
    assert len(found.pictures) == 1
    assert not found.link


@pytest.mark.parametrize("as_text", [True, False])
def test_a_bare_link_is_only_a_link(as_text: bool) -> None:
    mime = QMimeData()
    if as_text:
        mime.setText("https://example.org/dog.jpg")
    else:
        mime.setUrls([QUrl("http://example.org/dog.jpg")])
        mime.setHtml('<img src="http://example.org/dog.jpg">')
    assert drops.looks_useful(mime) == "link"
    found = drops.understand(mime)
    assert found.link
    assert not found.pictures


def test_a_link_to_a_file_that_is_only_text_is_the_file(pictures: Path) -> None:
    names = [pictures / name for name in list(GROUNDS)[:2]]
    mime = QMimeData()
    mime.setText(
        "\n".join(QUrl.fromLocalFile(str(name)).toString(QUrl.ComponentFormattingOption.FullyEncoded) for name in names)
        + "\n"
    )
    assert [picture.path for picture in drops.understand(mime).pictures] == [str(name) for name in names]
    mime.setText(f"see {QUrl.fromLocalFile(str(names[0])).toString()}")
    assert drops.looks_useful(mime) == ""


def test_words_are_nothing() -> None:
    mime = QMimeData()
    mime.setText("a dog in the snow")
    assert drops.looks_useful(mime) == ""
    assert not drops.understand(mime)


def test_more_pictures_than_help_are_cut_off(tmp_path: Path) -> None:
    for number in range(20):
        image().save(str(tmp_path / f"{number}.png"))
    found = drops.understand(files_dropped(*sorted(tmp_path.glob("*.png"))))
    assert len(found.pictures) == drops.MOST_PICTURES


def offered(formats: dict[str, bytes]) -> QMimeData:
    mime = QMimeData()
    for name, data in formats.items():
        mime.setData(name, QByteArray(data))
    return mime


def uri_list(*paths: Path) -> bytes:
    return b"".join(bytes(QUrl.fromLocalFile(str(path)).toEncoded().data()) + b"\r\n" for path in paths)


@pytest.mark.parametrize("manager", ["Files", "Dolphin", "Explorer", "Finder"])
def test_what_file_managers_drop(pictures: Path, manager: str) -> None:
    chosen = [pictures / "red.jpg", pictures / "blue.png"]
    plain = "\n".join(map(str, chosen)).encode()
    mime = offered({"text/uri-list": uri_list(*chosen)} | {
        "Files": {"text/plain;charset=utf-8": plain, "application/vnd.portal.filetransfer": b"12345"},
        "Dolphin": {"application/x-kde4-urilist": uri_list(*chosen), "application/x-kde-suggestedfilename": b"red.jpg"},
        "Explorer": {
            'application/x-qt-windows-mime;value="FileName"': os.fsencode(chosen[0]),
            'application/x-qt-windows-mime;value="Shell IDList Array"': b"\2\0\0\0",
            'application/x-qt-windows-mime;value="Preferred DropEffect"': b"\1\0\0\0",
        },
        "Finder": {"text/plain": b"\n".join(uri_list(*chosen).split(b"\r\n"))},
    }[manager])  # fmt: skip
    assert drops.looks_useful(mime) == "picture"
    assert [picture.path for picture in drops.understand(mime).pictures] == [str(path) for path in chosen]


LINK = b"https://example.org/dog.jpg"
MARKUP = b'<img src="https://example.org/dog.jpg" alt="a dog">'


def firefox() -> dict[str, bytes]:
    titled = (LINK + b"\na dog").decode().encode("utf-16-le")
    return {
        "text/x-moz-url": titled, "_NETSCAPE_URL": LINK + b"\na dog", "text/x-moz-url-data": LINK,
        "text/x-moz-url-desc": b"a dog", "text/_moz_htmlcontext": b"<html></html>", "text/_moz_htmlinfo": b"0,0",
        "text/html": MARKUP, "text/plain": LINK, "application/x-moz-file-promise-url": LINK,
        "application/x-moz-file-promise-dest-filename": "dog.jpg".encode("utf-16-le"),
    }  # fmt: skip


def test_an_image_dragged_out_of_firefox_is_a_file_where_it_made_one(pictures: Path) -> None:
    (picture,) = drops.understand(offered(firefox() | {"text/uri-list": uri_list(pictures / "red.jpg")})).pictures
    assert picture.path == str(pictures / "red.jpg")


def test_an_image_dragged_out_of_firefox_is_a_link_where_it_did_not() -> None:
    mime = offered(firefox())
    assert drops.looks_useful(mime) == "link"
    assert drops.understand(mime).link


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_an_image_dragged_out_of_chromium_brings_its_bytes(kind: str) -> None:
    mime = offered({
        "text/uri-list": LINK + b"\r\n", "_NETSCAPE_URL": LINK + b"\na dog", "text/html": MARKUP, "text/plain": LINK,
        "chromium/x-renderer-taint": b"", "application/octet-stream": encoded(image(), kind),
    })  # fmt: skip
    assert drops.looks_useful(mime) == "picture"
    (picture,) = drops.understand(mime).pictures
    assert decoded(picture.data).width() == 60


def test_the_bytes_of_a_picture_that_qt_cannot_read_go_to_the_engine() -> None:
    avif = b"\0\0\0\x1cftypavif" + bytes(range(200))
    mime = offered({"image/avif": avif})
    assert drops.looks_useful(mime) == "picture"
    (picture,) = drops.understand(mime).pictures
    assert picture.data is not None and base64.b64decode(picture.data) == avif


def test_a_picture_that_nobody_can_read_is_said_to_be_one() -> None:
    mime = offered({"image/png": b"cut off on the way"})
    assert drops.looks_useful(mime) == "picture"
    found = drops.understand(mime)
    assert found.broken and not found.pictures


def test_bytes_that_are_no_picture_leave_the_link() -> None:
    found = drops.understand(offered({"text/uri-list": LINK + b"\r\n", "application/octet-stream": b"%PDF-1.7"}))
    assert found.link and not found.pictures
