"""What a file is: a picture we read, a kind we know and skip, or nothing of ours.

A suffix only nominates a file as a candidate; the first bytes decide.  The table is written by hand because a decoder
must never be handed a file of another format than the one we mean (Pillow alone would try some forty).
"""

from __future__ import annotations

import os
from dataclasses import dataclass

#: Bytes of a file that :func:`identify` needs.
HEADER_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Format:
    """``name`` is Pillow's name of the format; ``skip`` a code of :data:`mediasearch.reasons.SKIPPED` or ""."""

    name: str
    skip: str = ""


JPEG = Format("JPEG")
PNG = Format("PNG")
WEBP = Format("WEBP")
GIF = Format("GIF")
TIFF = Format("TIFF")
BMP = Format("BMP")
JPEG2000 = Format("JPEG2000")
PNM = Format("PPM")
HEIF = Format("HEIF")
AVIF = Format("AVIF")
VIDEO = Format("video", "video")
RAW = Format("raw", "raw")
JXL = Format("jxl", "jxl")
ICON = Format("icon", "icon")


def _words(text: str) -> frozenset[str]:
    return frozenset("." + word for word in text.split())


_IMAGE = _words(
    "jpg jpeg jpe jfif jif mpo jps png apng webp gif tif tiff bmp dib jp2 j2k jpf jpx jpc j2c jpm pbm pgm ppm pnm pfm "
    "heic heif hif heics heifs avif avifs"
)
_RAW = _words(
    "nef nrw cr2 cr3 crw arw srf sr2 dng raf rw2 rwl orf pef srw x3f 3fr fff iiq erf mef mos mrw kdc dcr k25 raw gpr"
)
_VIDEO = _words(
    "mp4 m4v mov qt avi mkv webm mpg mpeg mpe m2v m1v vob 3gp 3g2 wmv asf flv f4v ogv mts m2ts divx rm rmvb mxf dv insv"
)
_JXL = _words("jxl")
_ICON = _words("ico cur ani icns")

#: What a suffix promises; None stands for a picture.
MEDIA_SUFFIXES: dict[str, Format | None] = {
    **dict.fromkeys(_IMAGE),
    **dict.fromkeys(_RAW, RAW),
    **dict.fromkeys(_VIDEO, VIDEO),
    **dict.fromkeys(_JXL, JXL),
    **dict.fromkeys(_ICON, ICON),
}

#: Suffixes that are never media, so that their headers need not be read.  A media file may be hiding behind one of
#: them, but a tree of a hundred thousand sources or e-mails must not be opened file by file.  Half-finished downloads
#: stand here too.
OTHER_SUFFIXES = _words(
    # text, documents, the web
    "txt md rst rtf tex bib log csv tsv json jsonl xml yaml yml toml ini cfg conf properties plist url webloc desktop "
    "pdf ps eps doc docx docm dot dotx xls xlsx xlsm xlsb ppt pptx pptm pps ppsx odt ods odp odg ott fodt pages "
    "numbers key epub mobi azw azw3 djvu chm one htm html xhtml mht mhtml css scss less sass vue svg svgz eml msg mbox "
    "ics vcf srt sub vtt ass nfo cue m3u m3u8 pls "
    # programs and their sources
    "py pyc pyo pyd pyi pyx ipynb js mjs cjs jsx ts tsx map c h cc cpp cxx hpp hh hxx cs java kt kts scala groovy go "
    "rs rb php pl pm lua r jl m mm swift dart asm s f f90 hs elm clj ex exs erl sh bash zsh fish bat cmd ps1 psm1 vbs "
    "sql gradle cmake make mk am ac in lock patch diff po pot mo exe dll so dylib a o obj lib class jar war apk ipa "
    "msi deb rpm bin sys drv iso img dmg vhd vhdx vmdk qcow2 wasm ttf otf woff woff2 eot "
    # archives, databases, models
    "zip 7z rar tar gz tgz bz2 tbz xz txz zst lz4 lzma cab db db-wal db-shm db-journal sqlite sqlite3 sqlite3-wal "
    "sqlite3-shm mdb accdb dbf parquet feather arrow npy npz pkl pickle h5 hdf5 mat pt pth "
    "ckpt safetensors onnx tflite "
    # sound
    "mp3 m4a m4b aac flac wav wave ogg oga opus wma aif aiff aifc ape wv mid midi amr caf mka "
    # beside pictures: sidecars, previews of videos, edits, layouts
    "xmp aae thm lrv pp3 dop cos lrcat lrdata lrprev psd psb xcf kra ora ai indd cdr sketch fig blend dwg dxf skp stl "
    "fbx 3ds picasa exif icc icm cube "
    # on the way
    "tmp temp part partial crdownload download opdownload filepart bak old swp swo lnk torrent aria2 sync"
)

_FTYP_HEIF = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"})
_FTYP_AVIF = frozenset({b"avif", b"avis"})
_FTYP_SOUND = frozenset({b"M4A ", b"M4B ", b"M4P ", b"F4A ", b"F4B "})
_QUICKTIME_ATOMS = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_TIFF_MAGIC = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_RAW_MAGIC = (
    b"FUJIFILMCCD-RAW",
    b"IIU\x00",  # Panasonic
    b"IIRO",  # Olympus
    b"IIRS",
    b"MMOR",
    b"II\x1a\x00\x00\x00HEAPCCDR",  # Canon CRW
    b"\x00MRM",  # Minolta
    b"FOVb",  # Sigma
)
_BMP_HEADERS = frozenset({12, 16, 40, 52, 56, 64, 108, 124})


def suffix_of(path: bytes | str) -> str:
    """The lower-case suffix with its dot, or "": ``b"a/IMG.JPG"`` → ``".jpg"``."""
    name = os.fsdecode(path).rpartition("/")[2]
    stem, dot, suffix = name.rpartition(".")
    return dot + suffix.lower() if stem else ""


def nominated(suffix: str) -> bool | None:
    """Whether a suffix makes a file a candidate: yes, no, or (None) its header has to be asked."""
    if suffix in MEDIA_SUFFIXES:
        return True
    return False if suffix in OTHER_SUFFIXES else None


def identify(header: bytes, suffix: str = "") -> Format | None:
    """What the first bytes of a file say; ``suffix`` (".nef", lower case) tells a RAW from a TIFF.  None: not media."""
    if header.startswith(b"\xff\xd8\xff"):
        return JPEG
    if header.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if header.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if header.startswith(b"RIFF"):
        return _riff(header)
    if header.startswith(_TIFF_MAGIC):
        # Nikon, Sony, Pentax, … use plain TIFF with previews inside; Canon marks itself.
        return RAW if suffix in _RAW or header[8:10] == b"CR" else TIFF
    if header.startswith(_RAW_MAGIC):
        return RAW
    if header[4:8] == b"ftyp":
        return _base_media(header)
    if header.startswith((b"\x00\x00\x00\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51")):
        return JPEG2000
    if header.startswith((b"\xff\x0a", b"\x00\x00\x00\x0cJXL \r\n\x87\n")):
        return JXL
    return _video(header, suffix) or _weak(header, suffix)


def _riff(header: bytes) -> Format | None:
    kind = header[8:12]
    if kind == b"WEBP":
        return WEBP
    if kind == b"ACON":
        return ICON
    return VIDEO if kind in (b"AVI ", b"AVIX", b"CDXA") else None


def _base_media(header: bytes) -> Format | None:
    """ISO base media: the major brand, or for the generic ``mif1`` the compatible ones, tell what is inside."""
    major = header[8:12]
    end = min(max(int.from_bytes(header[:4], "big"), 16), len(header))
    brands = {header[at : at + 4] for at in range(16, end - 3, 4)}
    if major in _FTYP_AVIF or (major in (b"mif1", b"msf1") and brands & _FTYP_AVIF and b"heic" not in brands):
        return AVIF
    if major in _FTYP_HEIF:
        return HEIF
    if major == b"crx ":
        return RAW
    if major == b"jxl ":
        return JXL
    return None if major in _FTYP_SOUND else VIDEO


def _video(header: bytes, suffix: str) -> Format | None:
    if header.startswith(
        (b"\x1aE\xdf\xa3", b"0&\xb2u\x8ef\xcf\x11", b"FLV\x01", b".RMF", b"\x06\x0e+4\x02\x05\x01\x01")
    ):
        return VIDEO
    if header.startswith((b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3")):
        return VIDEO
    if header[4:8] in _QUICKTIME_ATOMS and (suffix in _VIDEO or header[4:8] in (b"moov", b"mdat", b"wide")):
        return VIDEO
    if header.startswith(b"OggS"):
        return VIDEO if suffix in _VIDEO else None
    for first, packet in ((0, 188), (4, 192)):  # transport streams: a sync byte per packet
        if len(header) > first + 3 * packet and all(header[first + n * packet] == 0x47 for n in range(4)):
            return VIDEO
    return None


def _weak(header: bytes, suffix: str) -> Format | None:
    """Signatures so short that something else has to agree."""
    if header.startswith(b"BM") and (
        int.from_bytes(header[14:18], "little") in _BMP_HEADERS or (suffix in (".bmp", ".dib") and len(header) < 18)
    ):
        return BMP
    if header[:1] == b"P" and header[1:2] in b"123456f" and len(header) > 3:
        rest = header[2:].lstrip()
        if header[2:3].isspace() and (rest[:1].isdigit() or rest[:1] in (b"#", b"-")):
            return PNM
    if (
        header.startswith((b"\x00\x00\x01\x00", b"\x00\x00\x02\x00"))
        and 0 < int.from_bytes(header[4:6], "little") < 256
    ):
        # Each entry of the directory ends in the size and the place of its picture.
        return ICON if suffix in _ICON or (len(header) > 21 and header[9] == 0) else None
    if header.startswith(b"icns"):
        return ICON
    return None


def skip_code(suffix: str, header: bytes) -> str | None:
    """How a candidate of this suffix and header starts out: "" to be decoded, a code of SKIPPED, or None: no media.

    A picture stays a picture under any name; a promise of video, RAW, JXL or an icon is believed unless the header
    shows a picture that we read.
    """
    found = identify(header, suffix)
    promised = MEDIA_SUFFIXES.get(suffix)
    if found is not None:
        return found.skip
    if promised is not None:
        return promised.skip
    return "" if suffix in _IMAGE else None
