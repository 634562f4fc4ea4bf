"""From a file to the model's pixels, a thumbnail and what the picture says about itself.  Runs in a worker.

Decoders are fed with strangers' files: whatever they raise (SyntaxError, struct.error and a dozen others were seen)
becomes a :class:`mediasearch.errors.FileError` with a reason.  What they do beyond raising is the pool's business.
"""

from __future__ import annotations

import errno
import logging
import os
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageFile, PngImagePlugin, UnidentifiedImageError

from mediasearch import opening
from mediasearch.encoders.base import Preprocess
from mediasearch.errors import FileError
from mediasearch.ingest import formats, hashing
from mediasearch.ingest.colour import Toning, toning, workable
from mediasearch.ingest.metadata import Told, file_time, read_exif
from mediasearch.ingest.palette import palette_of
from mediasearch.ingest.preprocess import model_image, needed_size
from mediasearch.ingest.sidecars import read_sidecars
from mediasearch.ingest.texts import Text, read_texts
from mediasearch.library.records import Decoded, Metadata, PendingFile

#: The largest card (400 px) on an ordinary display, and a decent preview on others.
THUMBNAIL_EDGE = 512
_THUMBNAIL_QUALITY = 82
#: What is smaller both ways is a spacer of a web page: it looks a little like everything and would be in every answer.
SMALLEST_EDGE = 8
#: A preview may be this much smaller than its edge: an eighth of the 4,000 pixels of a common camera, which JPEG gives
#: for a third of the time of a quarter, is 500.
_THUMBNAIL_SLACK = 1 / 32

# Our own limit is checked against the header; half a picture must fail instead of being indexed as grey.
Image.MAX_IMAGE_PIXELS = None
ImageFile.LOAD_TRUNCATED_IMAGES = False
# Profiles of calibrated screens, which screenshots carry, and what programs note in their pictures exceed 1 MB; a bomb
# is a thousand times larger.
PngImagePlugin.MAX_TEXT_CHUNK = 16 * 1024 * 1024
# The reason is told with the file; a line on standard error, without its name, tells nobody anything.
logging.getLogger("PIL").addHandler(logging.NullHandler())

_TRANSPOSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
#: From this orientation on width and height change places.
_ON_ITS_SIDE = 5
_DNG_VERSION = 0xC612
#: The folder went away, or a link took the place of the file.
_REPLACED = (errno.ESTALE, errno.ELOOP)
_ENDS_EARLY = ("truncated", "unexpected end", "end of file", "too short", "premature", "incomplete", "not enough data")


@dataclass(frozen=True, slots=True)
class DecodeTask:
    """One file to decode.  ``max_pixels`` is checked against the header, before anything is decoded.

    ``only_words``: only what is written in it and beside it; nothing is hashed, and no pixels are made.
    """

    file: PendingFile
    preprocess: Preprocess
    max_pixels: int
    thumbnail_edge: int = THUMBNAIL_EDGE
    only_words: bool = False


@dataclass(frozen=True, slots=True)
class _Picture:
    """A decoded picture, upright, in a mode that can be scaled; ``width`` and ``height`` are those of the file."""

    image: Image.Image
    width: int
    height: int
    told: Told
    texts: tuple[Text, ...]
    tone: Toning


class _Skipped(Exception):
    """The content is of a kind that is known and not read."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def decode_file(task: DecodeTask) -> Decoded:
    """Hash and decode one file.  Raises :class:`mediasearch.errors.FileError`, and nothing else."""
    path = task.file.absolute
    try:
        return _words(task) if task.only_words else _decode(task)
    except Exception as error:
        raise _translated(error, path) from error


def decode_query(source: bytes | str, preprocess: Preprocess, max_pixels: int) -> bytes:
    """The model's pixels, ``uint8 (size, size, 3)``, of a picture given as encoded bytes or as a path.

    Raises :class:`mediasearch.errors.FileError`, and nothing else.
    """
    path = source if isinstance(source, str) else ""
    try:
        if isinstance(source, bytes):
            return _query(BytesIO(source), source, "", preprocess, max_pixels)
        with os.fdopen(opening.open_regular(source), "rb") as file:
            header = file.read(formats.HEADER_BYTES)
            file.seek(0)
            return _query(file, header, formats.suffix_of(source), preprocess, max_pixels)
    except _Skipped as skipped:
        raise FileError(path, "not-an-image", skipped.code) from None
    except Exception as error:
        raise _translated(error, path) from error


def _decode(task: DecodeTask) -> Decoded:
    path = task.file.absolute
    with _open(task.file) as file:
        status = os.fstat(file.fileno())
        header = file.read(formats.HEADER_BYTES)
        suffix = formats.suffix_of(path)
        done = Decoded(task.file.id, "", "", status.st_size, status.st_mtime_ns, sidecar=task.file.sidecar)
        try:
            format_ = _identified(header, suffix, path)
            stream: BinaryIO = file
            if status.st_size < hashing.FULL_LIMIT:
                data = header + file.read()  # what is hashed is what is decoded, even while someone writes
                done.size = len(data)
                done.content_hash, done.hash_method = hashing.hash_bytes(data)
                stream = BytesIO(data)
            else:
                file.seek(0)
                done.content_hash, done.hash_method = hashing.hash_stream(file, status.st_size)
                file.seek(0)
            done.beside = read_sidecars(path, task.file.path)
            if done.content_hash in task.file.known_hashes:
                done.known = True
                return done
            picture = _load(stream, format_, path, task.preprocess, task.max_pixels, task.thumbnail_edge)
            if max(picture.width, picture.height) < SMALLEST_EDGE:
                raise _Skipped("icon")
        except _Skipped as skipped:
            done.content_hash = done.hash_method = ""
            done.skip = skipped.code
            return done
    told, tone = picture.told, picture.tone
    preview = tone(_shrunk(picture.image, task.thumbnail_edge))
    done.pixels = tone(model_image(picture.image, task.preprocess)).tobytes()
    done.pixels_size = task.preprocess.size
    done.thumbnail = _jpeg(preview)
    done.metadata = Metadata(
        width=picture.width,
        height=picture.height,
        taken_at=told.taken_at or file_time(status.st_mtime_ns),
        camera=told.camera,
        latitude=told.latitude,
        longitude=told.longitude,
        palette=palette_of(preview),
        format=format_.name,
        texts=picture.texts,
    )
    return done


def _words(task: DecodeTask) -> Decoded:
    path = task.file.absolute
    with _open(task.file) as file:
        status = os.fstat(file.fileno())
        header = file.read(formats.HEADER_BYTES)
        file.seek(0)
        done = Decoded(task.file.id, "", "", status.st_size, status.st_mtime_ns, sidecar=task.file.sidecar)
        done.beside = read_sidecars(path, task.file.path)
        try:
            format_ = _identified(header, formats.suffix_of(path), path)
        except _Skipped as skipped:
            done.skip = skipped.code
            return done
        with Image.open(file, formats=_decoders(format_)) as image:
            if image.width * image.height > task.max_pixels:
                raise FileError(path, "too-many-pixels")
            if format_ is formats.PNG:
                image.load()  # its text may stand behind the pixels
            done.metadata = Metadata(texts=read_texts(image))
    return done


def _query(file: BinaryIO, header: bytes, suffix: str, preprocess: Preprocess, max_pixels: int) -> bytes:
    format_ = _identified(header[: formats.HEADER_BYTES], suffix, "")
    picture = _load(file, format_, "", preprocess, max_pixels, 0)
    return picture.tone(model_image(picture.image, preprocess)).tobytes()


def _open(file: PendingFile) -> BinaryIO:
    """A link that took the place of a file, or of a folder above it, is not followed."""
    return os.fdopen(opening.open_below(file.absolute, file.path), "rb")


def _identified(header: bytes, suffix: str, path: str) -> formats.Format:
    if not header:
        raise FileError(path, "empty")
    format_ = formats.identify(header, suffix)
    if format_ is None:
        raise FileError(path, "not-an-image")
    if format_.skip:
        raise _Skipped(format_.skip)
    return format_


def _load(
    file: BinaryIO, format_: formats.Format, path: str, preprocess: Preprocess, max_pixels: int, edge: int
) -> _Picture:
    """Decode the first frame, turn it upright and bring it to a mode that scales."""
    with Image.open(file, formats=_decoders(format_)) as image:
        width, height = image.size
        if width * height > max_pixels:
            raise FileError(path, "too-many-pixels", f"{width} × {height}")
        if format_ is formats.TIFF and _DNG_VERSION in getattr(image, "tag_v2", ()):
            raise _Skipped("raw")  # a DNG under another name: what Pillow sees is its preview
        if format_ is formats.JPEG:
            image.draft(None, needed_size(width, height, preprocess, edge * (1 - _THUMBNAIL_SLACK)))
        image.load()
        # Asked after loading: TIFF and HEIF turn themselves, and some formats keep their EXIF at the end.
        told = read_exif(image)
        turn = _TRANSPOSE.get(told.orientation)
        reduced = image.size != (width, height) and format_ is formats.JPEG
        upright = workable(image)
        if turn is not None:
            upright = upright.transpose(turn)
        if not reduced:
            width, height = upright.size
        elif told.orientation >= _ON_ITS_SIDE:
            width, height = height, width
        return _Picture(upright, width, height, told, read_texts(image), toning(image))


def _decoders(format_: formats.Format) -> list[str]:
    """Pillow's names of the only decoders that may see the file."""
    if format_ is formats.HEIF:
        import pillow_heif  # 15 MB that people without an iPhone never need

        pillow_heif.register_heif_opener(thumbnails=False)
        return ["HEIF"]
    if format_ is formats.AVIF and not _knows_avif():
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
        return ["HEIF"]
    return ["JPEG", "MPO"] if format_ is formats.JPEG else [format_.name]


def _knows_avif() -> bool:
    from PIL import features

    return bool(features.check("avif"))


def _shrunk(image: Image.Image, edge: int) -> Image.Image:
    """``image`` with its long side at most ``edge``."""
    long = max(image.size)
    if long <= edge:
        return image
    size = (max(1, round(image.width * edge / long)), max(1, round(image.height * edge / long)))
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def _jpeg(image: Image.Image) -> bytes:
    target = BytesIO()
    image.save(target, "JPEG", quality=_THUMBNAIL_QUALITY)
    return target.getvalue()


def _translated(error: Exception, path: str) -> FileError:
    """The reason code of whatever a decoder or the disk raised."""
    if isinstance(error, FileError):
        return FileError(path, error.reason, error.detail) if not error.path else error
    detail = " ".join(str(error).split())[:200]
    if isinstance(error, MemoryError):
        return FileError(path, "memory")
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return FileError(path, "vanished")
    if isinstance(error, PermissionError):
        return FileError(path, "permission")
    if isinstance(error, IsADirectoryError):
        return FileError(path, "not-an-image")
    if isinstance(error, UnidentifiedImageError):  # it began like a picture
        return FileError(path, "damaged")
    if isinstance(error, OSError) and error.errno == errno.EINVAL:  # of opening: no regular file
        return FileError(path, "not-an-image")
    if isinstance(error, OSError) and error.errno == errno.ENOMEM:
        return FileError(path, "memory")
    if isinstance(error, OSError) and error.errno:
        return FileError(path, "vanished" if error.errno in _REPLACED else "io-error", detail)
    if isinstance(error, EOFError) or any(phrase in detail.lower() for phrase in _ENDS_EARLY):
        return FileError(path, "truncated", detail)
    return FileError(path, "damaged", detail)
