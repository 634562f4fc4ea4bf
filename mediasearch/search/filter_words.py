"""The words of filters: their names and values in every spelling, and the one that stands for all of them."""

from __future__ import annotations

import re
from typing import Final

from mediasearch.library.filters import Filter
from mediasearch.library.places import place_of
from mediasearch.library.spans import months_of, span_of
from mediasearch.search import spoken_dates

#: Any of them opens or closes a phrase; none of them is part of one.
QUOTES: Final = '"“”„«»「」『』'
_NO_QUOTES: Final = str.maketrans(dict.fromkeys(QUOTES))
COLONS: Final = ":："

_NAMES: Final = {
    "folder": "folder", "文件夹": "folder",
    "type": "type", "类型": "type",
    "in": "in", "年": "in",
    "before": "before", "之前": "before",
    "after": "after", "之后": "after",
    "camera": "camera", "相机": "camera",
    "has": "has", "有": "has",
    "is": "is", "是": "is",
    "near": "near", "附近": "near",
}  # fmt: skip
_KINDS: Final = {
    "photo": "image", "photos": "image", "picture": "image", "pictures": "image", "images": "image",
    "图片": "image", "照片": "image", "videos": "video", "视频": "video",
}  # fmt: skip
_GPS: Final = frozenset({"gps", "place", "location", "位置"})
_IS: Final = {
    "duplicate": "duplicate", "duplicates": "duplicate", "重复": "duplicate",
    "favourite": "favourite", "favourites": "favourite", "favorite": "favourite", "favorites": "favourite",
    "starred": "favourite", "★": "favourite", "收藏": "favourite", "最爱": "favourite",
    "hidden": "hidden", "隐藏": "hidden", "viewed": "viewed", "seen": "viewed", "看过": "viewed",
}  # fmt: skip
_STARS: Final = frozenset("★⭐")
_CHINESE_BEGUN: Final = re.compile(r"\d{4}年(\d{1,2}(月\d{0,2})?)?")
_CHINESE_DATE: Final = re.compile(r"(\d+)年(?:(\d+)月(?:(\d+)[日号])?)?")


def read_filter(token: str, phrase: str | None, negated: bool) -> Filter | None:
    """The filter that ``token`` means, with a ``phrase`` behind its colon; None when it means none."""
    if token in _STARS and phrase is None:
        return Filter("is", "favourite", negated)
    name = filter_name(token)
    if not name:
        return None
    value = _value(name, clean(token[colon(token) + 1 :] + (phrase or "")))
    return Filter(name, value, negated) if value else None


def filter_name(token: str) -> str:
    """Of the filter as which ``token`` begins, or ""."""
    return _NAMES.get(token[: max(0, colon(token))].casefold(), "")


def only_begun(token: str) -> bool:
    """Whether ``token``, which begins with the name of a filter, may become one with more letters behind it."""
    name, value = filter_name(token), token[colon(token) + 1 :].casefold()
    if name in ("is", "has"):
        return any(known.startswith(value) for known in (_IS if name == "is" else _GPS))
    if name in ("in", "before", "after"):
        dates = (value + rest[len(value) :] for rest in ("2000-01-01", "2000-11-11"))
        begun = _CHINESE_BEGUN.fullmatch(value) or spoken_dates.may_become(value)
        return bool(begun) or any(span_of(date) for date in dates)
    return not value


def colon(token: str) -> int:
    """Where the first colon stands; -1 without any."""
    return next((at for at, character in enumerate(token) if character in COLONS), -1)


def _value(name: str, value: str) -> str:
    """The one spelling of a filter's value; "" when it means nothing, and then the filter is plain words."""
    plain = value.casefold()
    if name == "folder":
        return value.replace("\\", "/").strip("/")
    if name == "type":
        return _KINDS.get(plain, plain).lstrip(".")
    if name == "has":
        return "gps" if plain in _GPS else ""
    if name == "is":
        return _IS.get(plain, "")
    if name == "near":
        place = place_of(value)
        return place.text if place else value.replace("\\", "/").strip("/")
    if name == "camera":
        return value
    chinese = _CHINESE_DATE.fullmatch(value)
    date = spoken_dates.value_of("-".join(filter(None, chinese.groups())) if chinese else value)
    return "" if name != "in" and months_of(date) else date


def clean(text: str) -> str:
    """``text`` without quotation marks and doubled spaces."""
    return " ".join(text.translate(_NO_QUOTES).split())
