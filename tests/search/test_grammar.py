"""The query language, as people type it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediasearch.library.filters import Filter
from mediasearch.search.grammar import Part, Query, parse, pieces

IN_2019 = Filter("in", "2019")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", Query()),
        ("  dog   in the snow ", Query("dog in the snow")),
        ("dog -leash in:2019", Query("dog", (Part("leash", -1),), (IN_2019,))),
        ("dog in:2019 in snow", Query("dog in snow", (), (IN_2019,))),
        ('"red car" "blue house"', Query("", (Part("red car"), Part("blue house")))),
        ('dog -"red leash"', Query("dog", (Part("red leash", -1),))),
        ("dog without leash", Query("dog", (Part("leash", -1),))),
        ("Dog Without a leash outside", Query("Dog outside", (Part("leash", -1),))),
        ('beach without "many people"', Query("beach", (Part("many people", -1),))),
        ("dog without", Query("dog")),
        ("dog without the", Query("dog")),
        ("海边不要人", Query("海边", (Part("人", -1),))),
        ("海边 不要 人 不要车", Query("海边", (Part("人", -1), Part("车", -1)))),
        ("狗不要人不要“红色 汽车”", Query("狗", (Part("人", -1), Part("红色 汽车", -1)))),
        ("狗 不要", Query("狗")),
        ("狗没有绳子", Query("狗", (Part("绳子", -1),))),
        ("没有人的海滩", Query("海滩", (Part("人", -1),))),
        ("海滩 没有 人", Query("海滩", (Part("人", -1),))),
        ("没有“红色的 汽车”", Query("", (Part("红色的 汽车", -1),))),
        ("没有的", Query("", (Part("的", -1),))),
        ("有没有狗", Query("有没有狗")),
        ('"dog without leash"', Query("", (Part("dog without leash"),))),
        ("“没有人的海滩”", Query("", (Part("没有人的海滩"),))),
        ("2:beach sunset", Query("sunset", (Part("beach", 2),))),
        ('0.5:"red car" -1.5:tree', Query("", (Part("red car", 0.5), Part("tree", -1.5)))),
        ("-leash", Query("", (Part("leash", -1),))),
        ("-leash -leash", Query("", (Part("leash", -1),))),
        ('dog "red', Query("dog", (Part("red"),))),
    ],
)
def test_words(text: str, query: Query) -> None:
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("folder:Trip", Filter("folder", "Trip")),
        ('folder:"My Trip/Day 1"', Filter("folder", "My Trip/Day 1")),
        ("folder:/home/me/Pictures/", Filter("folder", "home/me/Pictures")),
        (r"folder:C:\Pictures", Filter("folder", "C:/Pictures")),
        ("文件夹：旅行", Filter("folder", "旅行")),
        ("type:video", Filter("type", "video")),
        ("TYPE:Photos", Filter("type", "image")),
        ("类型:视频", Filter("type", "video")),
        ("type:.JPG", Filter("type", "jpg")),
        ("in:2019-6", Filter("in", "2019-06")),
        ("in:2019/06/04", Filter("in", "2019-06-04")),
        ("年:2019年6月4日", Filter("in", "2019-06-04")),
        ("before:2019", Filter("before", "2019")),
        ("之前:2019年", Filter("before", "2019")),
        ("after:2019.12", Filter("after", "2019-12")),
        ("之后:2019", Filter("after", "2019")),
        ('camera:"Pixel 7"', Filter("camera", "Pixel 7")),
        ("相机:Canon", Filter("camera", "Canon")),
        ("has:GPS", Filter("has", "gps")),
        ("有:位置", Filter("has", "gps")),
        ("is:duplicate", Filter("is", "duplicate")),
        ("是:重复", Filter("is", "duplicate")),
        ("is:favourite", Filter("is", "favourite")),
        ("is:Favorite", Filter("is", "favourite")),
        ("is:★", Filter("is", "favourite")),
        ("★", Filter("is", "favourite")),
        ("-★", Filter("is", "favourite", True)),
        ("是：收藏", Filter("is", "favourite")),
        ("is:hidden", Filter("is", "hidden")),
        ("是:隐藏", Filter("is", "hidden")),
        ("is:viewed", Filter("is", "viewed")),
        ("near:48.2,16.37", Filter("near", "48.2,16.37")),
        ("near:+48.20,16.370", Filter("near", "48.2,16.37")),
        ('near:"48.2, 16.37, 5 km"', Filter("near", "48.2,16.37,5km")),
        ("near:-33.8688,151.2093,500m", Filter("near", "-33.8688,151.2093,0.5km")),
        ("near:48.2,16.37,1km", Filter("near", "48.2,16.37")),
        ("near:48.2,16.37,9000km", Filter("near", "48.2,16.37,500km")),
        ("附近:48.2，16.37，2公里", Filter("near", "48.2,16.37,2km")),
        ("near:IMG_1.jpg", Filter("near", "IMG_1.jpg")),
        (r'near:"C:\My Pictures\a b.jpg"', Filter("near", "C:/My Pictures/a b.jpg")),
        ("near:91,0", Filter("near", "91,0")),  # no place on earth; perhaps a file
        ("-folder:Trip", Filter("folder", "Trip", True)),
        ("without type:video", Filter("type", "video", True)),
        ("不要类型:视频", Filter("type", "video", True)),
    ],
)
def test_filters(text: str, chosen: Filter) -> None:
    assert parse(text) == Query("", (), (chosen,))


@pytest.mark.parametrize(
    "text",
    ["colour:red", "http://example.org", "folder:", "in:paris", "in:2019-13", "before:tomorrow", "in:last", "is:sunny",
     "16:9", "12:30", "0:beach", "11:beach", "-", "--force", 't-shirt', 'a 5" screen', "ratio 2:1", "::", "2::", ":x",
     "in:0000", "type:..", "near:", "is:★★", "★★", "concept:", "50% off", "C++ (book)", "(dog OR cat)"],
)  # fmt: skip
def test_everything_else_is_plain_words(text: str) -> None:
    assert parse(text) == Query(text)
    assert parse(text).text == text


def test_an_unknown_prefix_before_a_phrase() -> None:
    assert parse('colour:"dark red"') == Query("colour:", (Part("dark red"),))


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("in:2019  dog   without a leash", "dog -leash in:2019"),
        ("type:video 类型:照片 camera:x in:2019年", "camera:x in:2019 type:image type:video"),
        ('-"leash" “red car” 2.0:"beach"', '-leash "red car" 2:beach'),
        ('-"in:2019" -"without" 3:"2:x" -"-x"', '-"in:2019" -"without" 3:"2:x" -"-x"'),
        ('folder:"Trip" 文件夹:"A B"', 'folder:"A B" folder:Trip'),
        ('"dog"', '"dog"'),
        ("★ near:48.20,16.37 dog", "dog is:favourite near:48.2,16.37"),
        ('near:"没有人.jpg" is:hidden', 'is:hidden near:"没有人.jpg"'),
        ("2:concept:Rex 概念:“my dog” -concept:x", '2:concept:Rex concept:"my dog" -concept:x'),
        ('-"concept:x" "concept:x"', '-"concept:x" "concept:x"'),
    ],
)
def test_the_canonical_text(text: str, canonical: str) -> None:
    assert parse(text).text == canonical
    assert parse(canonical) == parse(text)


_PIECES = st.sampled_from(
    ["dog", "-", "--", '"', "“", "」", " ", " ", ":", "：", "2:", "0.5:", "10:", "99:", "without", "Without ", "a ",
     "不要", "狗", "in:", "2019", "2019-06", "年:", "2019年6月", "folder:", "文件夹：", "/", "\\", "My Trip", "type:",
     "JPG", ".", "has:gps", "is:", "duplicate", "favourite", "★", "near:", "48.2,16.37", ",5km", "没有", "的", "有",
     "concept:", "概念：", "Rex", "my dog", "camera:", "x:y", "last ", "summer ", "昨天", "去年夏天", "前", "三年",
     " today", " in may ", "from ", "2021 ", "to ", "since ", "..", "'s ", "\t", "\n", "\0", "\udc80", "\u3000", "é"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=14).map("".join) | st.text(max_size=40))
def test_every_query_has_one_text_that_parses_back_to_itself(text: str) -> None:
    query = parse(text)
    assert parse(query.text) == query
    assert parse(query.text).text == query.text
    assert parse(f"  {text}  ") == query or '"' in text or set(text) & set("“”„«»「」『』")
    assert all(part.weight and part.text for part in query.parts)


NAMES = ["Rex", "my dog", "dog my", "狗", "x", "2019", "a b a"]


@given(st.lists(_PIECES | st.sampled_from(["REX", "dog ", "my ", "a ", "b "]), max_size=14).map("".join))
def test_a_query_with_concepts_means_the_same_whether_they_are_known_or_named(text: str) -> None:
    query = parse(text, NAMES)
    assert parse(query.text) == query
    assert parse(query.text, NAMES) == query


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("rex in the snow", Query("in the snow", (Part("Rex", concept=True),))),
        ("snow My Dog  2:rex", Query("snow", (Part("my dog", concept=True), Part("Rex", 2, True)))),
        ("-rex my in:2019 dog", Query("", (Part("my dog", concept=True), Part("Rex", -1, True)), (IN_2019,))),
        ("dog without Rex", Query("dog", (Part("Rex", -1, True),))),
        ("concept:REX", Query("", (Part("Rex", concept=True),))),
        ('"rex" "my dog"', Query("", (Part("rex"), Part("my dog")))),
        ("rexes my-dog", Query("rexes my-dog")),
        ("concept:nobody", Query("", (Part("nobody", concept=True),))),
        ("rex Rex REX", Query("", (Part("Rex", concept=True),))),
        ("狗 rex", Query("", (Part("Rex", concept=True), Part("狗", concept=True)))),
    ],
)
def test_the_name_of_a_concept_is_a_word(text: str, query: Query) -> None:
    assert parse(text, NAMES) == query
    assert parse(text).words.casefold().count("concept:") == 0


def _says_without(text: str) -> bool:
    return "without" in text.casefold()


@given(st.text(max_size=60))
def test_no_text_is_an_error_and_none_is_lost_by_chance(text: str) -> None:
    query = parse(text)
    if query == Query():
        assert (
            not text.translate(dict.fromkeys(map(ord, '"“”„«»「」『』-\0'))).strip()
            or "不要" in text
            or _says_without(text)
        )


def test_a_very_long_query_is_read_at_once() -> None:
    assert len(parse("-dog2 " * 50_000).parts) == 1
    assert parse("dog " * 50_000).words.count("dog") == 50_000
    assert parse("不要" * 50_000) == Query()
    begun = time.perf_counter()
    assert parse('5"' * 50_000).words == '5"' * 50_000
    assert time.perf_counter() - begun < 5  # 0.1 s, where looking back at everything took half a minute


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("red in:2019 dog", ["red", "in:2019", "dog"]),
        ('a camera:"Canon EOS" b', ["a", 'camera:"Canon EOS"', "b"]),
        ('camera:"Canon EOS b', ['camera:"Canon EOS b']),  # still being typed
        (' 5" screen ', ['5"', "screen"]),
    ],
)
def test_the_pieces_of_a_text_are_found_where_they_stand(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in pieces(text)] == found
