"""Dates as they are said in Chinese: ``去年夏天``, ``三年前``, ``2021年5月``, ``上周末``; see :mod:`.spoken_dates`.

Chinese has no spaces between words, so a date counts only where it begins or ends what stands between two spaces, and
where it does not begin another word there (年轻, 周围).
"""

from __future__ import annotations

import re
from typing import Final

from mediasearch.library.spans import MONTHS
from mediasearch.search.spoken import ago, known, lately, part_of, to

_DIGITS: Final = {digit: number for number, digit in enumerate("一二三四五六七八九", 1)} | {"两": 2}
_COUNT: Final = r"(?:\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_SEASONS: Final = {"春": "spring", "夏": "summer", "秋": "autumn", "冬": "winter"}
_FEASTS: Final = {"春节": "chinese new year", "国庆": "chinese national day", "圣诞": "christmas"}
_UNITS: Final = {"天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month", "年": "year"}
_YEARS: Final = {"今年": 0, "去年": 1, "前年": 2}
_DAYS: Final = {"今": "today", "昨": "yesterday", "前": "2 days ago", "大前": "3 days ago"}

_MONTH: Final = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DATE: Final = re.compile(
    rf"""(?:(?P<year>(?:19|20)\d\d)年|(?P<whose>[今去前]年)|(?P<years>{_COUNT})年[以之]?前)
      (?:的?(?:(?P<season>[春夏秋冬])[天季日]|(?P<feast>春节|国庆节?|圣诞节?)
        |(?P<month>{_MONTH})月(?:(?P<day>[0-3]?\d|{_COUNT})[日号]|份)?))?
    | (?P<number>{_COUNT})(?:(?P<unit>[天日周])|个?(?P<unit_2>星期|礼拜)|个(?P<unit_3>月))[以之]?前
    | (?:最近|过去|近)(?P<many>{_COUNT})(?:(?P<units>[天日周年])|个?(?P<units_2>星期|礼拜)|个(?P<units_3>月))
    | (?P<last>上个?|这个?|本)(?P<near>周末|周|星期|礼拜|月)
    | (?P<days>今|昨|大?前)[天日]""",
    re.VERBOSE,
)
_IS_YEAR: Final = re.compile(r"(?P<year>(?:19|20)\d\d)年?")
_ONLY_MONTH: Final = re.compile(rf"({_MONTH})月份?")
_FIRST: Final = re.compile(r"(?:我们|我)?(?:在|从|于)?")
#: What makes another word of what looks like a date: 前年轻, 上周围, 上周三, 今天使, 这个月饼, 2019年款, 2019年.jpg.
_OTHER: Final = re.compile(
    r"[A-Za-z0-9_./\\:-]|(?<=年)[轻龄代糕画货级款版产度]|(?<=天)[使线空井窗]|(?<=月)[饼亮球季光台子牙]"
    r"|(?<=[周期拜])[围边长一二三四五六日天]"
)
_BEHIND: Final = re.compile(
    r"(?:(?P<until>[以之][前后]|以来|(?<=\d年)[前后](?![前后面]))|前后|期间|的时候|时候|里)?(?:拍摄的|拍的|的)?[,，。、]?"
)
_PHOTOS: Final = frozenset({"照片", "图片", "相片"})
#: A date at the end is none behind these: 一百二十年前, 上上周, 附近三天.
_PART_OF_MORE: Final = re.compile(r"[\d一二两三四五六七八九十百千万零〇几上下大附最每]$")


#: What is longer is a text that somebody pasted.
LONGEST: Final = 100


def find(word: str) -> tuple[str, str, str]:
    """The filter's name, its value, and what is left of ``word`` beside its date; the value is "" without any."""
    if len(word) > LONGEST:
        return "in", "", word
    lead = _FIRST.match(word)
    begin = lead.end() if lead else 0
    for start in (0, begin) if begin else (0,):
        name, value, end = _at(word, start)
        if value:
            rest = word[end:]
            return name, value, "" if rest in _PHOTOS else rest
    for date in _DATE.finditer(word, 1):
        name, value, end = _at(word, date.start())
        before = word[: date.start()]
        if value and end == len(word) and not before[-1].isascii() and not _PART_OF_MORE.search(before):
            return name, value, before[:-1] if before[-1] in "在于从" else before
    return "in", "", word


def value_of(text: str) -> str:
    """The value of the date that all of ``text`` is, or ""."""
    month = _ONLY_MONTH.fullmatch(text)
    date = _DATE.fullmatch(text)
    return MONTHS[_number(month[1]) - 1] if month else _value(date) if date else ""


def _at(word: str, start: int) -> tuple[str, str, int]:
    """The filter's name and value, and where what belongs to its date ends; the value is "" without any."""
    month = _ONLY_MONTH.match(word, start)
    if month is not None:
        behind = _BEHIND.match(word, month.end())
        assert behind is not None  # it may be empty
        whole = behind.end() == len(word) or word[behind.end() - 1] == "的"
        return "in", MONTHS[_number(month[1]) - 1] if whole and not behind["until"] else "", behind.end()
    value, end = _one(word, start)
    year = None if value else _IS_YEAR.match(word, start)
    middle = year.end() if year else end
    if word[middle : middle + 1] in ("到", "至"):
        until, behind_both = _one(word, middle + 1)
        if until:
            begin = year[1] if year else value
            value, end = to(begin, until) or to(until, begin), behind_both
    if not value or _OTHER.match(word, end):
        return "in", "", start
    behind = _BEHIND.match(word, end)
    assert behind is not None
    until = behind["until"] or ""
    if until == "以来":
        return "in", to(value, "today"), behind.end()
    return "before" if until.endswith("前") else "after" if until else "in", value, behind.end()


def _one(word: str, start: int) -> tuple[str, int]:
    date = _DATE.match(word, start)
    return (_value(date), date.end()) if date else ("", start)


def _value(said: re.Match[str]) -> str:
    if said["year"] or said["whose"] or said["years"]:
        year = said["year"] or _YEARS.get(said["whose"], _number(said["years"]))
        if said["day"]:
            month, day = _number(said["month"]), _number(said["day"])
            return known(f"{year}-{month:02}-{day:02}") if said["year"] else ""
        if said["month"]:
            return part_of(MONTHS[_number(said["month"]) - 1], year)
        part = _SEASONS.get(said["season"]) or _FEASTS.get((said["feast"] or "")[:2])
        if part:
            return part_of(part, year)
        return year if isinstance(year, str) else "this year" if not year else ago("year", year)
    if said["number"]:
        return ago(_UNITS[said["unit"] or said["unit_2"] or said["unit_3"]], _number(said["number"]))
    if said["many"]:
        return lately(_UNITS[said["units"] or said["units_2"] or said["units_3"]], _number(said["many"]))
    if said["near"]:
        unit = "weekend" if said["near"] == "周末" else _UNITS[said["near"]]
        return f"{'last' if said['last'].startswith('上') else 'this'} {unit}"
    return _DAYS[said["days"]]


def _number(said: str | None) -> int:
    """``12``, ``十二``, ``二十``; 0 for none."""
    if not said or said.isdecimal():
        return int(said or 0)
    tens, ten, ones = said.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)
