"""Real files of every kind become upright RGB pixels; whatever is wrong with them becomes a reason."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

from mediasearch import reasons
from mediasearch.encoders.base import Preprocess
from mediasearch.errors import FileError
from mediasearch.ingest import hashing
from mediasearch.ingest.decode import THUMBNAIL_EDGE, DecodeTask, decode_file, decode_query
from mediasearch.library.records import Decoded, PendingFile
from tests.ingest import oracle
from tests.ingest.conftest import SMALL, photo, task_for
from tests.support.load import A_PROGRAM

SQUASH = Preprocess(64, (0.5,) * 3, (0.5,) * 3, resize_mode="squash")


def pixels(path: Path, preprocess: Preprocess = SQUASH) -> np.ndarray[Any, np.dtype[np.int16]]:
    """The model's input as signed numbers, so that they can be subtracted."""
    return as_array(decode_file(task_for(path, preprocess)))


def as_array(done: Decoded) -> np.ndarray[Any, np.dtype[np.int16]]:
    size = done.pixels_size
    assert len(done.pixels) == size * size * 3
    return np.frombuffer(done.pixels, np.uint8).reshape(size, size, 3).astype(np.int16)


def squashed(image: Image.Image) -> np.ndarray[Any, np.dtype[np.int16]]:
    return np.asarray(image.convert("RGB").resize((64, 64), Image.Resampling.BICUBIC)).astype(np.int16)


def difference(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> float:
    return float(np.abs(one - other).mean())


# ---------------------------------------------------------------------------------------------------- formats and modes


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.jpg", {"quality": 95}), ("a.png", {}), ("a.webp", {"quality": 95}), ("a.gif", {}), ("a.tif", {}),
        ("a.bmp", {}), ("a.jp2", {}), ("a.ppm", {}), ("a.avif", {"quality": 95}), ("a.heic", {"quality": 95}),
    ],
)  # fmt: skip
def test_every_format_is_read(folder: Path, name: str, options: dict[str, Any]) -> None:
    if name.endswith("heic"):
        import pillow_heif

        pillow_heif.register_heif_opener()
    photo().save(folder / name, **options)
    done = decode_file(task_for(folder / name))
    assert (done.metadata.width, done.metadata.height) == (320, 240)
    assert difference(pixels(folder / name), squashed(photo())) < 6
    assert (done.skip, done.known, done.size) == ("", False, (folder / name).stat().st_size)


def test_the_name_does_not_matter(folder: Path) -> None:
    photo().save(folder / "a.png", "JPEG")
    done = decode_file(task_for(folder / "a.png"))
    assert done.metadata.format == "JPEG"


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tif", "avif"])
def test_pictures_are_turned_upright(folder: Path, orientation: int, suffix: str) -> None:
    upright = photo(640, 480)
    how = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    stored = upright.transpose(how[orientation]) if orientation in how else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored.save(folder / f"a.{suffix}", exif=exif, quality=95)
    done = decode_file(task_for(folder / f"a.{suffix}", SQUASH))
    assert (done.metadata.width, done.metadata.height) == (640, 480)
    assert difference(as_array(done), squashed(upright)) < 4
    with Image.open(BytesIO(done.thumbnail)) as thumbnail:
        assert thumbnail.size == (512, 384)
        assert difference(squashed(thumbnail), squashed(upright)) < 4
        assert not thumbnail.getexif(), "a preview that carries the orientation would be turned twice"


def test_grey_palette_and_one_bit(folder: Path) -> None:
    photo().convert("L").save(folder / "grey.jpg", quality=95)
    photo().quantize(64).save(folder / "palette.png")
    photo().convert("1").save(folder / "bits.png")
    assert difference(pixels(folder / "grey.jpg"), squashed(photo().convert("L"))) < 3
    assert difference(pixels(folder / "palette.png"), squashed(photo())) < 8
    bits = pixels(folder / "bits.png")
    assert difference(bits, squashed(photo().convert("1").convert("L"))) < 1, "scaled as grey, not as dots"


def test_sixteen_bits_are_scaled_and_not_clipped(folder: Path) -> None:
    ramp = np.tile(np.linspace(0, 65535, 256).astype(np.uint16), (256, 1))
    Image.fromarray(ramp).save(folder / "a.png")
    Image.fromarray(ramp).save(folder / "a.tif")
    Image.fromarray(ramp.byteswap().view(ramp.dtype.newbyteorder(">"))).save(folder / "big.tif")
    for name in ("a.png", "a.tif", "big.tif"):
        row = pixels(folder / name)[32, :, 0]
        assert row[0] < 8 and row[-1] > 247, name
        assert abs(int(row[32]) - 128) < 6, name


def test_float_pictures_are_scaled_to_what_they_hold(folder: Path) -> None:
    ramp = np.tile(np.linspace(0, 1, 256, dtype=np.float32), (256, 1))
    for name, values in (("unit", ramp), ("bytes", ramp * 255), ("signed", ramp * 8 - 4)):
        Image.fromarray(values).save(folder / f"{name}.tif")
        row = pixels(folder / f"{name}.tif")[32, :, 0]
        assert row[0] < 8 and row[-1] > 247, name
    ramp[3, 3] = np.nan
    Image.fromarray(ramp).save(folder / "nan.tif")
    assert len(decode_file(task_for(folder / "nan.tif")).pixels) == 64 * 64 * 3


def test_wide_integers_are_scaled(folder: Path) -> None:
    ramp = np.tile(np.linspace(0, 65535, 256).astype(np.int32), (256, 1))
    Image.fromarray(ramp, "I").save(folder / "a.tif")
    row = pixels(folder / "a.tif")[32, :, 0]
    assert row[0] < 8 and row[-1] > 247


def test_transparent_pictures_lie_on_a_ground_they_stand_out_from(folder: Path) -> None:
    for ink, ground in (((0, 0, 0), 240), ((255, 255, 255), 48)):
        drawing = Image.new("RGBA", (200, 200), (*ink, 0))
        ImageDraw.Draw(drawing).rectangle((50, 50, 150, 150), fill=(*ink, 255))
        drawing.save(folder / "a.png")
        found = pixels(folder / "a.png")
        assert tuple(found[2, 2]) == (ground,) * 3
        assert tuple(found[32, 32]) == ink


def test_alpha_in_all_its_forms(folder: Path) -> None:
    grey = Image.merge("LA", (Image.new("L", (80, 80), 20), Image.linear_gradient("L").resize((80, 80))))
    grey.save(folder / "la.png")
    palette = Image.new("P", (80, 80), 3)
    palette.putpalette([0, 0, 0, 9, 9, 9, 99, 99, 99, 200, 0, 0])
    palette.paste(2, (40, 0, 80, 80))
    palette.save(folder / "p.png", transparency=3)
    photo(80, 80).save(folder / "rgb.png", transparency=(220, 30, 30))
    photo(80, 80).convert("RGBA").save(folder / "opaque.webp", lossless=True)
    assert pixels(folder / "la.png")[0, 0, 0] > 200 > 40 > pixels(folder / "la.png")[-1, 0, 0]
    assert tuple(pixels(folder / "p.png")[5, 5]) == (240, 240, 240)
    assert tuple(pixels(folder / "rgb.png")[5, 5]) == (240, 240, 240)
    assert difference(pixels(folder / "opaque.webp"), squashed(photo(80, 80))) < 2


def test_cmyk_as_adobe_writes_it_and_as_others_do(folder: Path) -> None:
    image = photo().convert("CMYK")
    image.save(folder / "adobe.jpg", quality=95)
    image.save(folder / "print.tif")
    with Image.open(folder / "adobe.jpg") as saved:
        assert "adobe" in saved.info
    assert difference(pixels(folder / "adobe.jpg"), squashed(photo())) < 6
    assert difference(pixels(folder / "print.tif"), squashed(photo())) < 4
    # The same scan data, inverted, without Adobe's marker: so libjpeg writes CMYK by itself.
    inverted = BytesIO()
    image.point(lambda value: 255 - value).save(inverted, "JPEG", quality=95)
    data = inverted.getvalue()
    at = data.index(b"\xff\xee\x00\x0eAdobe")
    (folder / "plain.jpg").write_bytes(data[:at] + data[at + 16 :])
    assert difference(pixels(folder / "plain.jpg"), squashed(photo())) < 6


def test_profiles_are_converted_to_srgb(folder: Path) -> None:
    # A profile with red and green exchanged: only a picture that is converted comes out right.
    srgb = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", srgb[128:132])[0]
    for entry in range(132, 132 + 12 * count, 12):
        if srgb[entry : entry + 4] in (b"rXYZ", b"gXYZ"):
            srgb[entry : entry + 4] = b"gXYZ" if srgb[entry : entry + 4] == b"rXYZ" else b"rXYZ"
    exchanged = bytes(srgb).replace("sRGB built-in".encode("utf-16-be"), "Exchange data".encode("utf-16-be"))
    photo().save(folder / "a.png", icc_profile=exchanged)
    red, green, blue = photo().split()
    assert difference(pixels(folder / "a.png"), squashed(Image.merge("RGB", (green, red, blue)))) < 4


def test_broken_and_foreign_profiles_do_no_harm(folder: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (b"rubbish", srgb[:200], b"\0" * 400, srgb.replace(b"RGB ", b"CMYK", 1), srgb):
        photo().save(folder / "a.png", icc_profile=profile)
        assert difference(pixels(folder / "a.png"), squashed(photo())) < 2


def test_the_first_frame_of_animated_pictures_counts(folder: Path) -> None:
    frames = [Image.new("RGB", (60, 60), colour) for colour in ("red", "blue", "lime")]
    for name in ("a.gif", "a.webp", "a.png", "a.avif", "a.tif"):
        frames[0].save(folder / name, save_all=True, append_images=frames[1:])
        red, green, blue = pixels(folder / name)[30, 30]
        assert red > 240 and green < 15 and blue < 15, name


# ----------------------------------------------------------------------------------------------- the model's arithmetic


def test_pixels_equal_those_of_open_clip(folder: Path) -> None:
    for size in ((320, 240), (239, 320), (300, 300), (65, 64), (40, 30), (31, 97), (64, 64), (700, 41), (3, 200)):
        photo(*size).save(folder / f"{size[0]}x{size[1]}.png")
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-m", "tests.ingest.oracle", str(folder)], check=True, timeout=A_PROGRAM, cwd=root)
    with np.load(folder / "expected.npz") as expected:
        assert len(expected.files) == 9 * len(oracle.MODES) * len(oracle.INTERPOLATIONS)
        for key in expected.files:
            name, mode, interpolation = key.split()
            preprocess = Preprocess(64, (0,) * 3, (1,) * 3, interpolation, mode, oracle.FILL)
            if key.startswith("3x200 shortest"):
                continue  # stretched so much that only its middle is scaled: nearly, but not exactly, the same
            assert np.array_equal(pixels(folder / f"{name}.png", preprocess), expected[key]), key


def test_large_jpegs_are_decoded_small_and_still_right(folder: Path) -> None:
    photo(4000, 3000).save(folder / "a.jpg", quality=92)
    done = decode_file(task_for(folder / "a.jpg", SQUASH))
    assert (done.metadata.width, done.metadata.height) == (4000, 3000)
    assert difference(as_array(done), squashed(photo(4000, 3000))) < 3
    with Image.open(BytesIO(done.thumbnail)) as thumbnail:
        assert thumbnail.format == "JPEG"
        assert THUMBNAIL_EDGE * 0.96 <= thumbnail.width <= THUMBNAIL_EDGE


def test_endless_strips_do_not_need_endless_memory(folder: Path) -> None:
    photo(30_000, 3).save(folder / "wide.png")
    photo(2, 30_000).save(folder / "tall.png")
    for name, size in (("wide.png", (512, 1)), ("tall.png", (1, 512))):
        done = decode_file(task_for(folder / name, Preprocess(224, (0,) * 3, (1,) * 3)))
        assert len(done.pixels) == 224 * 224 * 3
        with Image.open(BytesIO(done.thumbnail)) as thumbnail:
            assert thumbnail.size == size


def test_small_pictures_are_not_blown_up_for_the_preview(folder: Path) -> None:
    photo(40, 30).save(folder / "a.png")
    with Image.open(BytesIO(decode_file(task_for(folder / "a.png")).thumbnail)) as thumbnail:
        assert thumbnail.size == (40, 30)


def test_the_palette_names_the_colours_by_their_share(folder: Path) -> None:
    image = Image.new("RGB", (100, 100), (200, 16, 16))
    image.paste((16, 16, 200), (0, 0, 30, 100))
    image.save(folder / "a.png")
    assert decode_file(task_for(folder / "a.png")).metadata.palette.startswith("c81010,1010c8")


# --------------------------------------------------------------------------------------------------------------- hashes


def test_the_hash_is_of_the_content_and_nothing_else(folder: Path) -> None:
    photo().save(folder / "a.jpg")
    (folder / "b.png").write_bytes((folder / "a.jpg").read_bytes())
    first, second = decode_file(task_for(folder / "a.jpg")), decode_file(task_for(folder / "b.png"))
    assert first.content_hash == second.content_hash != ""
    (folder / "b.png").write_bytes((folder / "a.jpg").read_bytes() + b"\0")
    assert decode_file(task_for(folder / "b.png")).content_hash != first.content_hash


def test_a_file_too_large_for_memory_is_sampled_and_still_decoded(folder: Path) -> None:
    photo(400, 300).resize((5200, 4400), Image.Resampling.NEAREST).save(folder / "a.bmp")
    assert (folder / "a.bmp").stat().st_size > hashing.FULL_LIMIT
    done = decode_file(task_for(folder / "a.bmp", SQUASH))
    assert (done.hash_method, done.content_hash) == (hashing.SAMPLED, hashing.hash_file(folder / "a.bmp")[0])
    assert difference(as_array(done), squashed(photo(400, 300))) < 3
    assert done.size == (folder / "a.bmp").stat().st_size


def test_a_known_content_is_not_decoded_again(folder: Path) -> None:
    photo().save(folder / "a.jpg")
    first = decode_file(task_for(folder / "a.jpg"))
    file = PendingFile(5, 1, b"a.jpg", str(folder / "a.jpg"), 0, 0, 0, frozenset({first.content_hash}))
    again = decode_file(DecodeTask(file, SMALL, 1))  # a pixel limit that it would break
    assert (again.file, again.known, again.content_hash) == (5, True, first.content_hash)
    assert (again.pixels, again.thumbnail) == (b"", b"")


# ------------------------------------------------------------------------------------------------------------ bad input


def failure(path: Path, **about: int) -> FileError:
    with pytest.raises(FileError) as caught:
        decode_file(task_for(path, **about))
    assert caught.value.path == str(path)
    assert caught.value.reason in reasons.FAILED
    return caught.value


def test_each_kind_of_bad_file_has_its_reason(folder: Path) -> None:
    path = folder / "a.jpg"
    path.touch()
    assert failure(path).reason == "empty"
    path.write_bytes(b"Dear reader, this is no picture.")
    assert failure(path).reason == "not-an-image"
    for kind in ("JPEG", "PNG", "TIFF", "GIF", "WEBP", "BMP", "PPM"):
        buffer = BytesIO()
        photo().save(buffer, kind)
        path.write_bytes(buffer.getvalue()[: len(buffer.getvalue()) * 2 // 3])
        assert failure(path).reason in ("truncated", "damaged"), kind
        if kind in ("JPEG", "PNG", "BMP", "PPM"):
            assert failure(path).reason == "truncated", kind
    photo().save(path)
    path.write_bytes(path.read_bytes()[:20])
    assert failure(path).reason in ("truncated", "damaged")
    assert failure(folder / "absent.jpg").reason == "vanished"
    assert failure(folder).reason in ("not-an-image", "permission")


def test_a_picture_over_the_pixel_limit_is_not_decoded(folder: Path) -> None:
    # A header that promises 3.6 thousand million pixels, and nothing behind it.
    header = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    (folder / "bomb.png").write_bytes(header + chunk(b"IDAT", b"") + chunk(b"IEND", b""))
    error = failure(folder / "bomb.png", max_pixels=300_000_000)
    assert (error.reason, error.detail) == ("too-many-pixels", "60000 × 60000")
    photo(200, 100).save(folder / "a.jpg")
    assert failure(folder / "a.jpg", max_pixels=19_999).reason == "too-many-pixels"
    assert decode_file(task_for(folder / "a.jpg", max_pixels=20_000)).pixels


def chunk(kind: bytes, data: bytes) -> bytes:
    import zlib

    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_a_file_that_may_not_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    photo().save(folder / "a.jpg")

    def refuse(path: str, *rest: object) -> int:  # the tests may run as root, who may read everything
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "open", refuse)
    assert failure(folder / "a.jpg").reason == "permission"


def test_a_failing_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    photo().save(folder / "a.jpg")

    def fail(path: str, *rest: object) -> int:
        raise OSError(5, "Input/output error", path)

    monkeypatch.setattr(os, "open", fail)
    assert failure(folder / "a.jpg").reason == "io-error"


@pytest.mark.skipif(os.name != "posix", reason="pipes have names on POSIX only")
def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "a.jpg")
    assert failure(folder / "a.jpg").reason == "not-an-image"


@pytest.mark.parametrize("size", [(1, 1), (7, 3)])
def test_spacers_of_web_pages_are_skipped(folder: Path, size: tuple[int, int]) -> None:
    Image.new("RGB", size, "white").save(folder / "spacer.gif")
    done = decode_file(task_for(folder / "spacer.gif"))
    assert (done.skip, done.content_hash) == ("icon", "")
    Image.new("RGB", (8, 2), "white").save(folder / "small.gif")
    assert not decode_file(task_for(folder / "small.gif")).skip


def test_kinds_that_are_not_read_are_skipped(folder: Path) -> None:
    (folder / "a.jpg").write_bytes(b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + b"\0" * 100)
    (folder / "b.nef").write_bytes(b"MM\x00*\x00\x00\x00\x08" + b"\0" * 100)
    photo().save(folder / "c.tif", tiffinfo={0xC612: b"\x01\x04\x00\x00"})
    assert decode_file(task_for(folder / "a.jpg")).skip == "video"
    assert decode_file(task_for(folder / "b.nef")).skip == "raw"
    assert decode_file(task_for(folder / "c.tif")).skip == "raw", "a DNG under another name"


def test_text_chunks_that_inflate_without_end_do_no_harm(folder: Path) -> None:
    about = PngInfo()
    about.add_text("comment", "x" * 20_000_000, zip=True)
    photo().save(folder / "a.png", pnginfo=about)
    try:
        assert decode_file(task_for(folder / "a.png")).pixels
    except FileError as error:
        assert error.reason == "damaged"


def test_a_long_note_and_the_profile_of_a_calibrated_screen_are_no_damage(folder: Path) -> None:
    about = PngInfo()
    about.add_text("workflow", "node " * 1_000_000, zip=True)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + os.urandom(3_000_000)
    photo().save(folder / "a.png", pnginfo=about, icc_profile=profile)
    assert difference(pixels(folder / "a.png"), squashed(photo())) < 2


def test_what_pillow_logs_about_a_file_is_not_printed(folder: Path) -> None:
    """A TIFF of 65,535 samples a pixel, which is an error to Pillow's logger."""
    tags = [(256, 1), (257, 1), (258, 8), (259, 1), (262, 2), (273, 8), (277, 65_535), (278, 1), (279, 3)]
    body = b"".join(struct.pack("<HHII", tag, 3, 1, value) for tag, value in tags)
    (folder / "a.tif").write_bytes(struct.pack("<2sHIH", b"II", 42, 8, len(tags)) + body + bytes(4))
    code = (
        "import sys; from mediasearch.encoders.base import Preprocess; from mediasearch.errors import FileError\n"
        "from mediasearch.ingest.decode import decode_query\n"
        "try: decode_query(sys.argv[1], Preprocess(64, (0.5,) * 3, (0.5,) * 3), 10**8)\n"
        "except FileError as error: print(error.reason)"
    )
    command = [sys.executable, "-c", code, str(folder / "a.tif")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=A_PROGRAM, check=False)
    assert (done.stdout, done.stderr) == ("damaged\n", "")


# -------------------------------------------------------------------------------------------------------------- queries


def test_a_query_picture_has_the_pixels_of_the_same_file_in_the_library(folder: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    photo(900, 700).save(folder / "a.jpg", exif=exif)
    indexed = decode_file(task_for(folder / "a.jpg")).pixels
    by_path = decode_query(str(folder / "a.jpg"), SMALL, 50_000_000)
    by_bytes = decode_query((folder / "a.jpg").read_bytes(), SMALL, 50_000_000)
    assert by_path == by_bytes
    one, other = (np.frombuffer(data, np.uint8).astype(np.int16) for data in (indexed, by_path))
    assert difference(one, other) < 4, "decoded at another scale, because no preview is made"


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: b"", "empty"), (lambda: b"no picture at all", "not-an-image"),
        (lambda: b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2", "not-an-image"),
        (lambda: b"\xff\xd8\xff\xe0 and so on", "truncated"), (lambda: "/nowhere/at/all.jpg", "vanished"),
    ],
)  # fmt: skip
def test_a_query_that_is_no_picture_has_its_reason(make: Callable[[], bytes | str], reason: str) -> None:
    with pytest.raises(FileError) as caught:
        decode_query(make(), SMALL, 50_000_000)
    assert caught.value.reason == reason
