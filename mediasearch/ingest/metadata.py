"""What a picture says about itself: when, with what and where it was taken.

Every value comes out of strangers' files: each is checked alone, and a senseless one is as good as none.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from PIL import Image

ORIENTATION: Final = 0x0112
_MAKE, _MODEL, _DATETIME = 0x010F, 0x0110, 0x0132
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_ORIGINAL, _DIGITIZED = 0x9003, 0x9004

_FIRST_PHOTOGRAPH = datetime(1826, 1, 1)
#: What clocks show that nobody has set.
_UNSET = frozenset({datetime(1904, 1, 1), datetime(1970, 1, 1), datetime(1980, 1, 1)})
_COMPANY = re.compile(
    r"\b(?:corporation|corp|company|co|inc|ltd|limited|gmbh|ag|imaging|electronics|optical|camera|digital cameras?"
    r"|techwin|communications?|mobile)\b[.,]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the EXIF block told; everything may be missing.  ``taken_at`` is local time, ISO 8601 without zone."""

    orientation: int = 1
    taken_at: str | None = None
    camera: str | None = None
    latitude: float | None = None
    longitude: float | None = None


def read_exif(image: Image.Image) -> Told:
    """What ``image`` (loaded, so that blocks at the end of its file are known) tells.  Never raises."""
    try:
        exif = image.getexif()
    except Exception:  # a damaged block raises whatever its bytes lead to
        return Told()
    detail, place = _block(exif, _EXIF_IFD), _block(exif, _GPS_IFD)
    latitude = _degrees(place.get(2), place.get(1), "S", 90.0)
    longitude = _degrees(place.get(4), place.get(3), "W", 180.0)
    if latitude is None or longitude is None or (latitude == 0.0 and longitude == 0.0):
        latitude = longitude = None  # 0,0 is what receivers write that have no fix
    return Told(
        orientation=_orientation(exif),
        taken_at=_time(detail.get(_ORIGINAL)) or _time(detail.get(_DIGITIZED)) or _time(_value(exif, _DATETIME)),
        camera=_camera(_value(exif, _MAKE), _value(exif, _MODEL)),
        latitude=latitude,
        longitude=longitude,
    )


def file_time(mtime_ns: int) -> str | None:
    """The file's own time as local ISO 8601, for pictures that tell none."""
    try:
        moment = datetime.fromtimestamp(mtime_ns // 1_000_000_000)
    except (OverflowError, OSError, ValueError):
        return None
    return moment.isoformat() if _plausible(moment) else None


def _orientation(exif: Image.Exif) -> int:
    value = _value(exif, ORIENTATION)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _value(exif: Image.Exif, tag: int) -> Any:
    try:
        return exif.get(tag)
    except Exception:  # decoded only now
        return None


def _block(exif: Image.Exif, tag: int) -> dict[int, Any]:
    try:
        return dict(exif.get_ifd(tag))
    except Exception:
        return {}


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return ""
    text = "".join(character if character.isprintable() else " " for character in value.partition("\0")[0])
    return " ".join(text.split())


def _time(value: Any) -> str | None:
    """``2019:07:14 18:03:11``, and what sloppy programs make of it."""
    numbers = re.findall(r"\d+", _text(value))
    if len(numbers) < 3:
        return None
    try:
        year, month, day, hour, minute, second = (int(number) for number in (*numbers[:6], "0", "0", "0")[:6])
        moment = datetime(year, month, day, hour % 24, minute, min(second, 59))
    except (ValueError, OverflowError):
        return None
    return moment.isoformat() if _plausible(moment) else None


def _plausible(moment: datetime) -> bool:
    return _FIRST_PHOTOGRAPH <= moment <= datetime.now() + timedelta(days=2) and moment not in _UNSET


def _camera(make: Any, model: Any) -> str | None:
    """``NIKON CORPORATION`` and ``NIKON D70`` → ``NIKON D70``; ``Apple`` and ``iPhone 6`` → ``Apple iPhone 6``."""
    brand, name = _text(make), _text(model)
    brand = " ".join(_COMPANY.sub(" ", brand).replace(",", " ").split()) or brand
    if brand and name.lower().startswith(brand.split()[0].lower()):
        brand = ""
    camera = f"{brand} {name}".strip()[:80].strip()
    return camera or None


def _degrees(value: Any, reference: Any, negative: str, limit: float) -> float | None:
    """Degrees, minutes and seconds as rationals → decimal degrees, or None when they make no sense."""
    try:
        parts = [float(part) for part in value][:3]
    except Exception:  # division by zero, strings, no sequence at all
        return None
    if not parts or not all(math.isfinite(part) and part >= 0 for part in parts):
        return None
    degrees: float = sum(part / 60**power for power, part in enumerate(parts))
    if degrees > limit:
        return None
    return round(-degrees if _text(reference).upper().startswith(negative) else degrees, 7)
