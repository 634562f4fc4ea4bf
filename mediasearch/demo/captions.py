"""What a picture shows, and how people would say it in English and Chinese.

A scene fills in a `Story`: place, light, weather, things, details. The story is then told in many wordings, from
one word to a sentence. Every caption carries the *tags* it asserts, and the story knows all tags that are true of
the picture, so that training can tell a caption that merely belongs to another picture from one that is false.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product

import numpy as np

from mediasearch.demo.colours import COLOURS
from mediasearch.demo.words import COUNTS_EN, COUNTS_ZH, PLACES, SHAPES, TERMS, THINGS, Word

LANGUAGES = ("en", "zh")

LIGHTS: dict[str, Word] = {
    "sunny": Word(("on a sunny day", "under a blue sky", "in the sunshine"), ("晴天的", "蓝天下的", "阳光下的")),
    "cloudy": Word(("on a cloudy day", "under a grey sky", "under the clouds"), ("阴天的", "多云天气的", "乌云下的")),
    "sunset": Word(("at sunset", "at sundown", "in the evening sun"), ("日落时的", "夕阳下的", "晚霞中的")),
    "dusk": Word(("at dusk", "in the blue hour", "after sunset"), ("黄昏的", "傍晚的", "暮色中的")),
    "night": Word(("at night", "by night", "in the dark of night"), ("夜晚的", "夜里的", "深夜的")),
}
LIGHT_TERMS = {
    "sunny": ("sky", "blue sky", "day"),
    "cloudy": ("sky", "clouds", "day"),
    "sunset": ("sky", "sunset"),
    "dusk": ("sky",),
    "night": ("sky", "night"),
}
WEATHER: dict[str, Word] = {
    "fog": Word(("in the fog", "in thick fog", "in the mist"), ("雾中的", "大雾里的")),
    "rain": Word(("in the rain", "on a rainy day"), ("雨中的", "下雨时的")),
    "snowfall": Word(("in falling snow", "while it is snowing"), ("下雪时的", "飘雪中的")),
}
STYLES: dict[str, Word] = {
    "bw": Word(("a black and white photo of", "a monochrome picture of"), ("黑白照片，", "黑白的")),
    "blurry": Word(("a blurry photo of", "an out of focus picture of"), ("模糊的照片，", "模糊的")),
    "dark": Word(("a dark photo of", "an underexposed picture of"), ("很暗的照片，", "昏暗的")),
    "bright": Word(("a very bright photo of", "an overexposed picture of"), ("很亮的照片，", "明亮的")),
}
WHERE: dict[str, Word] = {
    "left": Word(("on the left",), ("左边", "左侧")),
    "right": Word(("on the right",), ("右边", "右侧")),
    "top": Word(("at the top",), ("上方", "顶部")),
    "bottom": Word(("at the bottom",), ("下方", "底部")),
    "middle": Word(("in the middle", "in the center"), ("中间", "中央")),
}
SIZES: dict[str, Word] = {
    "big": Word(("big", "large"), ("大", "很大的")),
    "small": Word(("small", "little"), ("小", "很小的")),
}
RELATIONS: dict[str, Word] = {
    "above": Word(("above", "over"), ("在{b}上方",)),
    "below": Word(("below", "under"), ("在{b}下方",)),
    "left of": Word(("to the left of", "left of"), ("在{b}左边",)),
    "right of": Word(("to the right of", "right of"), ("在{b}右边",)),
    "inside": Word(("inside",), ("在{b}里面",)),
    "beside": Word(("next to", "beside"), ("在{b}旁边",)),
}
SUNSET_ZH = {"sea": "海上日落", "beach": "海边日落", "coast": "海边日落", "mountains": "山间日落", "lake": "湖边日落",
             "desert": "沙漠日落", "city": "城市日落", "snow mountains": "雪山日落", "meadow": "草原日落"}  # fmt: skip
# Places that another place's name also fits: neither right nor wrong for training.
ALSO: dict[str, tuple[str, ...]] = {
    "autumn forest": ("forest",), "snow forest": ("forest", "snow field"), "snow mountains": ("mountains",),
    "flower meadow": ("meadow", "hills"), "coast": ("sea",), "beach": ("sea",), "hills": ("meadow",),
    "meadow": ("hills",), "pizza": ("plate",), "fireworks": ("night sky",), "rainbow": ("sky", "hills"),
    "street": ("city", "road"), "city": ("street",), "letter": ("document",), "receipt": ("document",),
    "chat": ("screenshot",), "code": ("screenshot",), "table document": ("document", "screenshot"),
    "village": ("hills", "meadow"), "flower close": ("flower meadow",),
}  # fmt: skip
NIGHT_ZH = {"city": "城市夜景", "street": "街道夜景", "sea": "夜晚的海", "mountains": "夜里的山"}


@dataclass(frozen=True)
class Caption:
    """A wording and the tags it asserts; it is true of every picture that has all of them."""

    text: str
    tags: frozenset[str]


@dataclass(frozen=True)
class Thing:
    """Something in the picture: how many, how big, which colour, where."""

    concept: str
    count: int = 1
    colour: str = ""
    size: str = ""
    where: str = ""

    @property
    def word(self) -> Word:
        """Its names."""
        return THINGS.get(self.concept) or SHAPES[self.concept]


def thing_tag(concept: str, count: str = "", colour: str = "", size: str = "", where: str = "") -> str:
    """The tag that says a thing with these attributes is there; empty attributes are left open."""
    return f"t|{concept}|{count}|{colour}|{size}|{where}"


@dataclass
class Story:
    """All that is true of one picture, filled in by its scene."""

    place: str = ""
    light: str = ""
    weather: str = ""
    style: str = ""
    ground: str = ""
    things: list[Thing] = field(default_factory=list)
    relation: str = ""
    details: list[tuple[str, str, str]] = field(default_factory=list)
    terms: set[str] = field(default_factory=set)
    maybe: set[str] = field(default_factory=set)
    colours: set[str] = field(default_factory=set)
    possible_colours: set[str] = field(default_factory=set)
    phrases: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, concept: str, count: int = 1, colour: str = "", size: str = "", where: str = "") -> None:
        """Adds a thing; its own kind and the kinds above become search words too."""
        self.things.append(Thing(concept, count, colour, size, where))
        for name in (concept, *self.things[-1].word.kinds):
            if name in TERMS:
                self.terms.add(name)
        if concept == "flower":
            self.terms.add("flowers")
        if concept in SHAPES:
            self.terms.add("shape")

    def detail(self, tag: str, en: str, zh: str) -> None:
        """Adds a remark such as ("full moon", "with a full moon", "有一轮满月")."""
        self.details.append((tag, en, zh))

    def mirrors(self) -> bool:
        """Whether the story stays true when the picture is mirrored."""
        sided = any(thing.where in ("left", "right") for thing in self.things)
        return not sided and self.relation not in ("left of", "right of") and not self.upright_only()

    def upright_only(self) -> bool:
        """Whether the picture holds writing, which a mirror spoils."""
        return bool(self.terms & {"text", "map", "chart"})

    def tags(self) -> tuple[frozenset[str], frozenset[str]]:
        """The tags that are true, and those that one could argue about (neither right nor wrong)."""
        true = {f"w|{term}" for term in self.terms} | {f"c|{colour}" for colour in self.colours}
        unsure = {f"w|{term}" for term in self.maybe} | {f"c|{colour}" for colour in self.possible_colours}
        for key, value in (("p", self.place), ("l", self.light), ("e", self.weather), ("s", self.style),
                           ("g", self.ground), ("r", self._relation_tag())):  # fmt: skip
            if value:
                true.add(f"{key}|{value}")
        true.update(f"d|{tag}" for tag, _, _ in self.details)
        true.update(f"x|{tag}" for tag, _, _ in self.phrases)
        unsure.update(f"p|{place}" for place in ALSO.get(self.place, ()))
        for thing in self.things:
            counts = ["", str(thing.count)] if thing.count == 1 else ["", str(thing.count), "many"]
            for count, colour, size, where in product(counts, {"", thing.colour}, {"", thing.size}, {"", thing.where}):
                true.add(thing_tag(thing.concept, count, colour, size, where))
                if thing.count > 1:
                    unsure.add(thing_tag(thing.concept, "1", colour, size, where))
        return frozenset(true), frozenset(unsure - true)

    def _relation_tag(self) -> str:
        if not self.relation:
            return ""
        a, b = self.things[0], self.things[1]
        return f"{a.colour} {a.concept} {self.relation} {b.colour} {b.concept}"

    def captions(self, rng: np.random.Generator, language: str, count: int = 8) -> list[Caption]:
        """Wordings in one language, the fullest first, then from words to sentences in random order."""
        from mediasearch.demo.telling import full, partial, words

        told = [full(self, rng, language)]
        single = words(self, rng, language)
        for _ in range(4 * count):
            if len(told) >= count:
                break
            if single and rng.random() < 0.4:
                caption = single.pop(int(rng.integers(len(single))))
            else:
                caption = partial(self, rng, language)
            if caption.text and all(caption.text != other.text for other in told):
                told.append(caption)
        return told


def colour_word(colour: str, language: str, rng: np.random.Generator) -> str:
    """The name of a colour, mostly the plain one."""
    named = COLOURS[colour]
    options = (named.name, *named.synonyms_en) if language == "en" else (named.zh, *named.synonyms_zh)
    return options[0] if rng.random() < 0.8 else options[int(rng.integers(len(options)))]


def count_word(count: int, language: str, rng: np.random.Generator) -> str:
    """The number as a word, or "many" beyond seven."""
    table = COUNTS_EN if language == "en" else COUNTS_ZH
    if count in table:
        return table[count]
    return "many" if language == "en" else "许多"


def place_word(place: str, language: str, rng: np.random.Generator) -> str:
    """The place as a noun phrase."""
    options = PLACES[place].en if language == "en" else PLACES[place].zh
    return options[int(rng.integers(len(options)))]
