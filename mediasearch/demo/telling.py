"""Turns a story into wordings: sentences, phrases and single words, in English and Chinese."""

from __future__ import annotations

import numpy as np

from mediasearch.demo.captions import (
    LIGHTS,
    NIGHT_ZH,
    RELATIONS,
    SIZES,
    STYLES,
    SUNSET_ZH,
    WEATHER,
    WHERE,
    Caption,
    Story,
    Thing,
    colour_word,
    count_word,
    place_word,
    thing_tag,
)
from mediasearch.demo.words import TERMS, Word

Telling = tuple[str, set[str]]


def _any(rng: np.random.Generator, options: tuple[str, ...]) -> str:
    return options[int(rng.integers(len(options)))]


def _say(rng: np.random.Generator, word: Word, language: str) -> str:
    return _any(rng, word.en if language == "en" else word.zh)


def article(phrase: str) -> str:
    """The phrase with "a" or "an"."""
    return ("an " if phrase[0] in "aeiou" else "a ") + phrase


def _thing(
    thing: Thing, rng: np.random.Generator, language: str, colour: bool, count: bool, size: bool, where: bool
) -> Telling:
    """A noun phrase that names the chosen attributes, and its tag."""
    word = thing.word
    the_colour = thing.colour if colour else ""
    the_size = thing.size if size else ""
    the_where = thing.where if where else ""
    many = thing.count > 1
    said = str(thing.count) if count else ("many" if many else "")
    if language == "en":
        noun = word.plural if many else (word.en[0] if rng.random() < 0.7 else _any(rng, word.en))
        described = " ".join(
            part
            for part in (
                _say(rng, SIZES[the_size], "en") if the_size else "",
                colour_word(the_colour, "en", rng) if the_colour else "",
                noun,
            )
            if part
        )
        if many:
            text = f"{count_word(thing.count, 'en', rng)} {described}" if count else described
        else:
            text = article(described) if count else described
        if the_where:
            text += " " + _say(rng, WHERE[the_where], "en")
    else:
        noun = word.zh[0] if rng.random() < 0.7 else _any(rng, word.zh)
        hue = colour_word(the_colour, "zh", rng) if the_colour else ""
        if hue and (len(noun) == 1 or rng.random() < 0.6):
            hue += "的"
        big = (SIZES[the_size].zh[0] if not hue or rng.random() < 0.6 else SIZES[the_size].zh[1]) if the_size else ""
        number = count_word(thing.count, "zh", rng) + (word.counter if thing.count < 8 else "") if count else ""
        text = number + big + hue + noun
        if the_where:
            text = _say(rng, WHERE[the_where], "zh") + ("有" if count else "的") + text
    # English plurals say "more than one"; Chinese nouns say nothing about number unless counted.
    if said == "many" and language == "zh":
        said = ""
    return text, {thing_tag(thing.concept, said, the_colour, the_size, the_where)}


def _things(story: Story, rng: np.random.Generator, language: str, chosen: list[Thing], full: bool) -> Telling:
    tags: set[str] = set()
    phrases = []
    for thing in chosen:
        pick = [full or rng.random() < p for p in (0.75, 0.7, 0.4, 0.4)]
        text, its = _thing(thing, rng, language, pick[0], pick[1], pick[2], pick[3])
        phrases.append(text)
        tags |= its
    if language == "zh":
        joined = phrases[0] if len(phrases) == 1 else "、".join(phrases[:-1]) + "和" + phrases[-1]
    else:
        joined = phrases[0] if len(phrases) == 1 else ", ".join(phrases[:-1]) + " and " + phrases[-1]
    return joined, tags


def _related(story: Story, rng: np.random.Generator, language: str, full: bool) -> Telling:
    first, second = story.things[0], story.things[1]
    size = full
    a, tags_a = _thing(first, rng, language, True, True, size, False)
    b, tags_b = _thing(second, rng, language, True, True, size, False)
    word = RELATIONS[story.relation]
    text = f"{a} {_any(rng, word.en)} {b}" if language == "en" else a + word.zh[0].format(b=b)
    return text, tags_a | tags_b | {f"r|{story._relation_tag()}"}


def _on_ground(text: str, ground: str, rng: np.random.Generator, language: str) -> str:
    hue = colour_word(ground, language, rng)
    if language == "en":
        return text + _any(
            rng, (f" on a {hue} background", f" on a {hue} ground", f" on {hue}", f" in front of a {hue} background")
        )
    if rng.random() < 0.6 or "在" in text:
        return f"{hue}背景上的{text}" if "在" not in text else f"{hue}背景，{text}"
    return f"{text}，{hue}背景" if rng.random() < 0.6 else f"{hue}底上的{text}"


def _shape_caption(story: Story, rng: np.random.Generator, language: str, full: bool) -> Caption:
    tags: set[str]
    if story.relation and (full or rng.random() < 0.5):
        text, tags = _related(story, rng, language, full)
    else:
        chosen = story.things if full else _some(story.things, rng)
        text, tags = _things(story, rng, language, chosen, full)
    if story.ground and (full or rng.random() < 0.4):
        text = _on_ground(text, story.ground, rng, language)
        tags.add(f"g|{story.ground}")
    if not full and rng.random() < 0.15:
        text = (_any(rng, ("a picture of ", "a drawing of ", "an image of ")) if language == "en" else "") + text
    return Caption(text, frozenset(tags))


def _some(things: list[Thing], rng: np.random.Generator) -> list[Thing]:
    count = 1 if len(things) == 1 or rng.random() < 0.7 else 2
    order = rng.permutation(len(things))[:count]
    return [things[int(i)] for i in sorted(order)]


def _scene_caption(story: Story, rng: np.random.Generator, language: str, full: bool) -> Caption:
    tags: set[str] = set()

    def keep(chance: float) -> bool:
        return full or bool(rng.random() < chance)

    place = place_word(story.place, language, rng) if story.place else ""
    if place:
        tags.add(f"p|{story.place}")
    light = weather = ""
    special = ""
    if story.light and keep(0.5):
        tags.add(f"l|{story.light}")
        light = _say(rng, LIGHTS[story.light], language)
        if story.light == "sunset" and rng.random() < 0.35:
            if language == "en" and story.place not in ("street", "village", "room"):
                over = _any(rng, ("over", "behind") if "mountain" in story.place else ("over", "at"))
                special = f"{_any(rng, ('a sunset', 'sunset'))} {over} {_the(place)}"
            elif language == "zh" and story.place in SUNSET_ZH:
                special = SUNSET_ZH[story.place]
        elif story.light == "night" and language == "zh" and story.place in NIGHT_ZH and rng.random() < 0.35:
            special = NIGHT_ZH[story.place]
    if story.weather and keep(0.45):
        tags.add(f"e|{story.weather}")
        weather = _say(rng, WEATHER[story.weather], language)
    style = ""
    if story.style and keep(0.4):
        tags.add(f"s|{story.style}")
        style = _say(rng, STYLES[story.style], language)
    details = []
    for tag, en, zh in story.details:
        if keep(0.35):
            tags.add(f"d|{tag}")
            details.append((en, zh))
    things = ""
    if story.things and keep(0.55):
        chosen = story.things if full else _some(story.things, rng)
        things, thing_tags = _things(story, rng, language, chosen, full)
        tags |= thing_tags
    if language == "en":
        core = special or " ".join(part for part in (place, light) if part)
        text = " ".join(part for part in (core, weather) if part)
        extra = [en for en, _ in details] + ([f"with {things}"] if things else [])
        if extra:
            text += (", " if len(extra) > 1 else " ") + ", ".join(extra)
        if style:
            text = f"{style} {text}"
        elif rng.random() < 0.15:
            text = _any(rng, ("a photo of ", "a picture of ")) + text
    else:
        core = special or light + place
        text = weather + core
        if style:
            text = f"{style}{text}"
        extra = [zh for _, zh in details] + (
            [things if things.startswith(("左", "右", "中")) else f"有{things}"] if things else []
        )
        if extra:
            text += "，" + "，".join(extra)
    return Caption(text, frozenset(tags))


def _the(place: str) -> str:
    for start in ("a ", "an "):
        if place.startswith(start):
            return "the " + place[len(start) :]
    return place


def full(story: Story, rng: np.random.Generator, language: str) -> Caption:
    """The wording that names everything, so that it fits few other pictures."""
    if story.place:
        return _scene_caption(story, rng, language, True)
    if story.phrases:
        return _phrase(story, rng, language, True)
    return _shape_caption(story, rng, language, True)


def _phrase(story: Story, rng: np.random.Generator, language: str, first: bool) -> Caption:
    tag, en, zh = story.phrases[0 if first else int(rng.integers(len(story.phrases)))]
    return Caption(en if language == "en" else zh, frozenset({f"x|{tag}"}))


def partial(story: Story, rng: np.random.Generator, language: str) -> Caption:
    """A wording that names some of it."""
    if story.things and story.place and rng.random() < 0.3:
        text, tags = _things(story, rng, language, _some(story.things, rng), False)
        if rng.random() < 0.5:
            tags.add(f"p|{story.place}")
            place = place_word(story.place, language, rng)
            text = f"{text} and {place}" if language == "en" else f"{place}和{text}"
        return Caption(text, frozenset(tags))
    if story.place:
        return _scene_caption(story, rng, language, False)
    if story.phrases:
        return _phrase(story, rng, language, False)
    return _shape_caption(story, rng, language, False)


def words(story: Story, rng: np.random.Generator, language: str) -> list[Caption]:
    """Single search words: what is in it, its colours, its light and its style."""
    told = [Caption(_say(rng, TERMS[term], language), frozenset({f"w|{term}"})) for term in sorted(story.terms)]
    for colour in sorted(story.colours):
        name = colour_word(colour, language, rng)
        if language == "zh" and len(name) > 1 and name.endswith("色") and rng.random() < 0.15:
            name = name[:-1]
        elif rng.random() < 0.2:
            name = (
                _any(rng, (f"something {name}", f"{name} colour", f"{name} color"))
                if language == "en"
                else f"{name}的东西"
            )
        told.append(Caption(name, frozenset({f"c|{colour}"})))
        if "shape" in story.terms and rng.random() < 0.3:
            name = colour_word(colour, language, rng)
            shape = f"a {name} shape" if language == "en" else f"{name}的图形"
            told.append(
                Caption(article(shape[2:]) if language == "en" else shape, frozenset({f"c|{colour}", "w|shape"}))
            )
    if story.ground and rng.random() < 0.5:
        name = colour_word(story.ground, language, rng)
        told.append(
            Caption(f"{name} background" if language == "en" else f"{name}背景", frozenset({f"g|{story.ground}"}))
        )
    for thing in story.things:
        text, tags = _thing(thing, rng, language, rng.random() < 0.4, False, False, False)
        told.append(Caption(text, frozenset(tags)))
    return told
