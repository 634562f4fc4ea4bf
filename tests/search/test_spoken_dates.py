"""Dates as people say them are filters, in English and in Chinese, and take no meaning from other words."""

from __future__ import annotations

import pytest

from mediasearch.library.filters import Filter
from mediasearch.search.grammar import Part, Query, parse


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("in:Yesterday", "in", "yesterday"),
        ('in:"Last  Summer"', "in", "last summer"),
        ('before:"3 weeks ago"', "before", "3 weeks ago"),
        ("in:2019-6..2020/08", "in", "2019-06..2020-08"),
        ("in:2019..today", "in", "2019..today"),
        ("in:may", "in", "may"),
        ("in:Summer", "in", "summer"),
        ("年:去年夏天", "in", "summer last year"),
        ("之前：2019年5月", "before", "2019-05"),
        ("之后:昨天", "after", "yesterday"),
        ("年:5月", "in", "may"),
    ],
)
def test_filters_take_dates_as_people_say_them(text: str, name: str, value: str) -> None:
    assert parse(text) == Query("", (), (Filter(name, value),))


@pytest.mark.parametrize("text", ["in:2021..2019", "before:may", "after:summer", "in:..", "in:today..tomorrow"])
def test_what_is_no_date_is_words_and_remarked_on(text: str) -> None:
    assert parse(text) == Query(text) and parse(text).misread == (text,)


@pytest.mark.parametrize(
    ("text", "words", "canonical"),
    [
        ("yesterday", "", "in:yesterday"),
        ("dog today", "dog", "in:today"),
        ("Yesterday’s dinner", "dinner", "in:yesterday"),
        ("usa today newspaper", "usa today newspaper", ""),
        ("the day before yesterday", "", 'in:"2 days ago"'),
        ("beach last summer", "beach", 'in:"last summer"'),
        ("Last Summer's wedding", "wedding", 'in:"last summer"'),
        ("this week", "", 'in:"this week"'),
        ("last weekend in the snow", "in the snow", 'in:"last weekend"'),
        ("last week of school", "last week of school", ""),
        ("over the last 3 years", "", 'in:"3 years ago..today"'),
        ("past week", "", 'in:"last week..today"'),
        ("dog 3 years ago", "dog", 'in:"3 years ago"'),
        ("a year ago", "", 'in:"last year"'),
        ("two weeks ago", "", 'in:"2 weeks ago"'),
        ("summer 2019", "", 'in:"summer 2019"'),
        ("the fall of 2019 in rome", "in rome", 'in:"autumn 2019"'),
        ("2019 summer", "", 'in:"summer 2019"'),
        ("July last year", "", 'in:"july last year"'),
        ("christmas 2022", "", 'in:"christmas 2022"'),
        ("last xmas", "", 'in:"last christmas"'),
        ("Chinese New Year 2020", "", 'in:"chinese new year 2020"'),
        ("May 2021", "", "in:2021-05"),
        ("sept 2021, rome", "rome", "in:2021-09"),
        ("12th of May 2021", "", "in:2021-05-12"),
        ("May 12, 2021", "", "in:2021-05-12"),
        ("2021 May 12", "", "in:2021-05-12"),
        ("cherry blossom in April", "cherry blossom", "in:april"),
        ("snow in mar", "snow in mar", ""),
        ("dog in 2019", "dog", "in:2019"),
        ("photos from 2019", "", "in:2019"),
        ("all my photos of 2019", "", "in:2019"),
        ("pictures 2019", "", "in:2019"),
        ("dog pictures 2019", "dog pictures 2019", ""),
        ("pictures taken in May 2021 at the sea", "at the sea", "in:2021-05"),
        ("photos of dogs from last week", "photos of dogs", 'in:"last week"'),
        ("last year pictures", "", 'in:"last year"'),
        ("from 2019 to 2021", "", "in:2019..2021"),
        ("between 2021 and 2019", "", "in:2019..2021"),
        ("snow between may 2019 and june 2020", "snow", "in:2019-05..2020-06"),
        ("since 2019", "", "in:2019..today"),
        ("dog before 2019", "dog", "before:2019"),
        ("after last summer", "", 'after:"last summer"'),
        ("dog -yesterday", "dog", "-in:yesterday"),
        ("dog without yesterday", "dog", "-in:yesterday"),
        ("last in:2019 summer", "", 'in:2019 in:"last summer"'),
        # What may say how a picture looks, and what is no date.
        *((text, text, "") for text in (
            "summer dress", "May", "May in a red hat", "summer", "in the summer", "christmas tree", "2019", "june",
            "last photos", "last supper", "this may be a dog", "march of people", "red car 2", "on the sun",
            "before sunset", "class of 2019", "0 days ago", "between 2019",
            "in May's garden", "in march of the penguins",
            "2019-06-14", "14 june", "the last", "a week", "years ago", "1990s", "in 1080p",
        )),
    ],
)  # fmt: skip
def test_dates_among_english_words(text: str, words: str, canonical: str) -> None:
    query = parse(text)
    assert (query.words, Query(filters=query.filters).text) == (words, canonical)


@pytest.mark.parametrize(
    ("text", "words", "canonical"),
    [
        ("今天", "", "in:today"),
        ("昨天的狗", "狗", "in:yesterday"),
        ("前天", "", 'in:"2 days ago"'),
        ("上周", "", 'in:"last week"'),
        ("上周末在海边", "在海边", 'in:"last weekend"'),
        ("这个月", "", 'in:"this month"'),
        ("上个月", "", 'in:"last month"'),
        ("去年", "", 'in:"last year"'),
        ("前年的雪", "雪", 'in:"2 years ago"'),
        ("去年夏天", "", 'in:"summer last year"'),
        ("去年夏天的照片", "", 'in:"summer last year"'),
        ("我们去年夏天拍的狗", "狗", 'in:"summer last year"'),
        ("海边 去年夏天", "海边", 'in:"summer last year"'),
        ("海边去年夏天", "海边", 'in:"summer last year"'),
        ("2019年夏天", "", 'in:"summer 2019"'),
        ("2019年的海边", "海边", "in:2019"),
        ("2021年5月", "", "in:2021-05"),
        ("2021年五月十二日", "", "in:2021-05-12"),
        ("去年5月", "", 'in:"may last year"'),
        ("五月", "", "in:may"),
        ("五月的花", "花", "in:may"),
        ("三年前", "", 'in:"3 years ago"'),
        ("十年前年轻的妈妈", "年轻的妈妈", 'in:"10 years ago"'),
        ("二十三天前", "", 'in:"23 days ago"'),
        ("三个月前的雪", "雪", 'in:"3 months ago"'),
        ("最近三天", "", 'in:"3 days ago..today"'),
        ("去年春节", "", 'in:"chinese new year last year"'),
        ("2022年国庆节", "", 'in:"chinese national day 2022"'),
        ("2022年圣诞", "", 'in:"christmas 2022"'),
        ("2019年到2021年的海", "海", "in:2019..2021"),
        ("2020年以来的雪", "雪", "in:2020..today"),
        ("2019年以前", "", "before:2019"),
        ("去年以后的狗", "狗", 'after:"last year"'),
        ("狗 不要昨天的照片", "狗", "-in:yesterday"),
        *((text, text, "") for text in (
            "夏天的海", "夏天", "国庆", "春节", "圣诞树", "明年", "五月天", "目前天气", "前天线", "上周围", "上周三",
            "今天使", "去年轻人", "今年糕点", "2019年款汽车", "这个月饼", "上上周", "一百二十年前", "附近三天",
            "IMG_2021年5月", "2021年5月.jpg", "2021年13月", "10月1日", "照片", "年", "前",
        )),
    ],
)  # fmt: skip
def test_dates_among_chinese_words(text: str, words: str, canonical: str) -> None:
    query = parse(text)
    assert (query.words, Query(filters=query.filters).text) == (words, canonical)


@pytest.mark.parametrize("text", ['"last summer"', "“去年夏天”", 'dog "in may"', '2:"yesterday"', '-"yesterday"'])
def test_a_date_in_quotation_marks_is_words(text: str) -> None:
    query = parse(text)
    assert query.parts and not query.filters and not query.spoken
    assert parse(query.text) == query


def test_what_was_said_stands_beside_its_filter() -> None:
    query = parse("dog from Last Summer, 昨天的雪")
    assert query.spoken == (
        (Filter("in", "last summer"), "from Last Summer,"),
        (Filter("in", "yesterday"), "昨天的雪"),
    )
    assert parse("in:2019 -yesterday").spoken == ((Filter("in", "yesterday", True), "yesterday"),)


def test_a_concept_may_be_named_like_a_date() -> None:
    query = parse("last summer in rome", ["Last Summer"])
    assert query == Query("in rome", (Part("Last Summer", concept=True),))
