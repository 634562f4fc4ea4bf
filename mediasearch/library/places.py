"""Places as people write them: coordinates, with how far around them counts.  Nothing heavy is imported here."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, Final

#: What is near when nobody says how far: kilometres.
NEAR: Final = 1.0

#: The farthest that counts as near, in kilometres.  Up to here the distances of :data:`WITHIN` are right within three
#: thousandths below 70 degrees of latitude, and within a tenth at 85.
FARTHEST: Final = 500.0

_NUMBER: Final = r"(\d{1,4}(?:\.\d{1,9})?)"
_COORDINATES: Final = re.compile(
    rf"([-+]?)0*{_NUMBER}\s*[,，;\s]\s*([-+]?)0*{_NUMBER}(?:\s*[,，;\s]\s*0*{_NUMBER}\s*(km|m|mi|公里|千米|米|英里)?)?"
)
_UNITS: Final = {"km": 1.0, "公里": 1.0, "千米": 1.0, "m": 0.001, "米": 0.001, "mi": 1.609344, "英里": 1.609344}
_EARTH: Final = 6371.0088  #: mean radius, km


@dataclass(frozen=True, slots=True)
class Place:
    """Degrees, north and east positive; ``around``: kilometres."""

    latitude: float
    longitude: float
    around: float = NEAR

    @property
    def text(self) -> str:
        """The one spelling; the distance only where it is not the usual one."""
        far = "" if self.around == NEAR else f",{_plain(self.around)}km"
        return f"{_plain(self.latitude)},{_plain(self.longitude)}{far}"


def place_of(text: str) -> Place | None:
    """``48.2,16.37``, ``48.2,16.37,5km`` (also m and mi); None for what is no place on earth."""
    found = _COORDINATES.fullmatch(text.strip().casefold())
    if found is None or not found[2].isascii() or not found[4].isascii():
        return None
    latitude = round(float(found[1] + found[2]), 6) + 0.0
    longitude = round(float(found[3] + found[4]), 6) + 0.0
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    around = round(float(found[5]) * _UNITS[found[6] or "km"], 6) if found[5] else NEAR
    return Place(latitude, longitude, min(around, FARTHEST)) if around > 0 else None


def values_of(place: Place) -> list[Any]:
    """The parameters of :data:`WITHIN`."""
    reach = place.around / _EARTH
    degrees = math.degrees(reach)
    here = math.radians(place.latitude)
    box = [place.latitude - degrees, place.latitude + degrees]
    return [*box, place.latitude, place.longitude, math.cos(here), math.sin(here), reach * reach]


#: The distance on a plane with the scale of the latitude halfway (SQLite need not have been built with sines).
_NORTH: Final = "((latitude - {2}) * 0.017453292519943295)"
_EAST: Final = (
    "(min(abs(longitude - {3}), 360 - abs(longitude - {3})) * 0.017453292519943295"
    f" * ({{4}} - {{5}} * {_NORTH} / 2))"
)
WITHIN: Final = f"(latitude BETWEEN {{0}} AND {{1}} AND {_NORTH} * {_NORTH} + {_EAST} * {_EAST} <= {{6}})"


def _plain(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")
