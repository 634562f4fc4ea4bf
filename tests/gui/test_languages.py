"""Every text is translated and asked for with the words it is translated under; numbers and plurals follow."""

from __future__ import annotations

import ast
import errno
import importlib.util
import re
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mediasearch import protocol
from mediasearch.engine.writing import refusal_of
from mediasearch.gui import hit_texts, languages, messages, sentences
from mediasearch.gui.theme import Theme
from mediasearch.gui.trouble_card import TroubleCard
from tests.gui.screens.album import plain
from tests.gui.screens.stage import staged
from tests.gui.screens.states import STATES, State
from tests.gui.screens.walk import texts
from tests.support.engine import CHECKOUT


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", CHECKOUT / "packaging" / "translations.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["translations"] = module  # dataclasses look for their module
    spec.loader.exec_module(module)
    return module


translations = load()
PLACEHOLDER = re.compile(r"%n|%\d|\{\w*\}")


# ------------------------------------------------------------------------------------------------------- the files


def test_every_text_is_translated() -> None:
    """Otherwise: run ``python packaging/translations.py``, translate what it names, and run it once more."""
    assert translations.complaints() == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_what_is_put_into_a_text_is_put_into_its_translation(language: str) -> None:
    for (context, source), forms in translations.read(language).items():
        wanted = sorted(PLACEHOLDER.findall(source))
        for form in forms:
            found = sorted(PLACEHOLDER.findall(form))
            if context == "Engine" and re.search(r"\{\d\}", form):  # another order; nothing may be made up
                assert set(found) <= {f"{{{place}}}" for place in range(len(wanted))}, source
            else:
                assert found == wanted, (source, form)


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_compiled_files_say_what_the_sources_say(qapp: QApplication, language: str) -> None:
    compiled = QTranslator()
    assert compiled.load(f"mediasearch_{language}", str(translations.PLACE))
    for message in translations.wanted(language):
        forms = translations.read(language)[(message.context, message.source)]
        counts = ((1, forms[0]), (7, forms[-1])) if message.plural else ((-1, forms[0]),)
        for count, form in counts:
            said = compiled.translate(message.context, message.source, None, count)
            assert (said or message.source) == form, message


def test_texts_are_found_as_they_are_written() -> None:
    code = """
def _tr(text, count=-1):
    return QCoreApplication.translate("Words", text, None, count)
class Bar(QWidget):
    def __init__(self):
        self.tr("Plain")
        self.tr("%n things", "", 3)
        _tr("Helped")
        _tr("{count} helped", 3)
        QT_TRANSLATE_NOOP("Other", "Declared")
"""
    found = translations.of_module(ast.parse(code), "bar.py")
    assert [(each.context, each.source, each.plural) for each in found] == [
        ("Bar", "Plain", False), ("Bar", "%n things", True), ("Words", "Helped", False),
        ("Words", "{count} helped", True), ("Other", "Declared", False),
    ]  # fmt: skip
    with pytest.raises(translations.Unclear, match=r"bar.py:3"):
        translations.of_module(ast.parse('class Bar:\n  def f(self):\n    self.tr(f"{1} thing")'), "bar.py")


# ------------------------------------------------------------------------------------------------------ the choice


@pytest.mark.parametrize(
    ("choice", "wanted", "language"),
    [
        ("system", ["zh-Hans-CN", "en-US"], "zh_CN"),
        ("system", ["zh-CN"], "zh_CN"),
        ("system", ["zh-SG"], "zh_CN"),
        ("system", ["zh-TW", "zh-Hant-TW"], "en"),
        ("system", ["zh-Hant-TW", "zh-TW", "zh-Hant", "zh"], "en"),
        ("system", ["zh"], "zh_CN"),
        ("system", ["de-DE", "zh-CN", "en"], "zh_CN"),
        ("system", ["en-GB", "zh-CN"], "en"),
        ("system", [], "en"),
        ("zh_CN", ["en-US"], "zh_CN"),
        ("en", ["zh-CN"], "en"),
    ],
)
def test_the_language_is_the_first_that_the_person_reads(choice: str, wanted: list[str], language: str) -> None:
    assert languages.choose(choice, wanted) == language


def test_every_language_has_a_name_of_its_own() -> None:
    assert [languages.name(each) for each in languages.LANGUAGES] == ["English", "简体中文"]


def test_the_languages_are_those_that_the_setting_offers() -> None:
    from mediasearch.settings import DECLARATIONS

    (setting,) = (each for each in DECLARATIONS if each.name == "language")
    assert setting.choices == ("system", *languages.LANGUAGES) == ("system", *translations.LANGUAGES)


# ------------------------------------------------------------------------------------------------------- as spoken


def test_english_has_its_plurals(qapp: QApplication, english: None) -> None:
    languages.install(qapp, "en")
    hit = protocol.Hit(1, 1, 0.5, "image", 1, 1, None, "/a.jpg", files=["/a.jpg", "/b.jpg"], stack=2)
    assert "2 copies" in hit_texts.spoken(hit)
    assert QCoreApplication.translate("Hit", "%n copies", None, 1) == "1 copy"
    assert messages.pictures(1) == "1 picture"
    assert messages.pictures(12_430) == "12,430 pictures"


def test_chinese_is_spoken(qapp: QApplication, english: None) -> None:
    languages.install(qapp, "zh_CN")
    assert messages.pictures(12_430) == "12,430 张图片"
    assert messages.duration(1_080) == "约 18 分钟"
    assert messages.reason(protocol.Problem(1, "file", "/a.jpg", "empty")) == "文件是空的"
    failure = protocol.Failure(1, "The folder “/a” does not exist", "Check how it is spelled.")
    assert messages.failure(failure) == "文件夹“/a”不存在。请检查拼写。"


def test_a_window_in_chinese(qapp: QApplication, theme: Theme, english: None, tmp_path: Path) -> None:
    languages.install(qapp, "zh_CN")
    assert "Noto Sans CJK SC" in QApplication.font().families()
    state = next(state for state in STATES if state.name == "dates")
    with staged(tmp_path / "library", state.facts(plain(tmp_path / "pictures")), theme) as stage:
        assert stage.window.search_bar.line.placeholderText() == "描述画面，或将图片拖到这里…"
        assert stage.window.actions_by_name["quit"].text() == "退出"
        state.does(stage)
        stage.settle()
        assert stage.window.header.label.text().startswith("24 张图片")
    languages.install(qapp, "en")
    assert "Noto Sans CJK SC" not in QApplication.font().families()


@pytest.mark.parametrize(
    ("said", "translated"),
    [
        ("The query is very long; only its beginning was used.", "搜索内容太长，只使用了开头部分。"),
        ("No photo is called “a {b}”, so nothing is near it.", "没有名为“a {b}”的照片，因此无法查找附近的照片。"),
        ("“x” is both asked for and left out. Search again.", "“x”既被要求又被排除。请重新搜索。"),
        ("The query picture cannot be used: the file is empty", "无法使用搜索图片：文件是空的"),
        ("The model clip-b32 cannot be used: The disk is full", "无法使用模型 clip-b32：磁盘已满"),
        (
            "The disk of the library is full: the new pictures could not be saved. Free some space; indexing goes on "
            "by itself.",
            "图库所在磁盘已满：无法保存新图片。请腾出一些空间，索引会自动继续。",
        ),
        ("Something that nobody ever translated", "Something that nobody ever translated"),
        ("", ""),
    ],
)
def test_what_the_engine_says_is_translated(qapp: QApplication, english: None, said: str, translated: str) -> None:
    languages.install(qapp, "zh_CN")
    assert sentences.translated(said) == translated
    reply = protocol.SearchReply(1, 1, 0, 0, 0, 0, protocol.pack([]), [], note=said)
    sentences.take(reply)
    assert reply.note == translated
    languages.install(qapp, "en")
    assert sentences.translated(said) == said


def test_a_trouble_of_the_library_says_in_chinese_what_happened_and_what_to_do(
    qapp: QApplication, qtbot: QtBot, english: None
) -> None:
    refused = refusal_of(OSError(errno.EIO, "Input/output error"), "the search index")
    problem = protocol.Problem(0, "engine", "/library", f"{refused.title}.", refused.advice)
    languages.install(qapp, "zh_CN")
    sentences.take(protocol.ProblemsReply(1, [problem]))
    card = TroubleCard(problem)
    qtbot.addWidget(card)
    assert card.title.text() == "图库所在磁盘报告错误：无法保存搜索索引（Input/output error）。"
    assert card.text.text() == "请检查磁盘。恢复后，此消息会自动消失。"


def test_every_sentence_of_the_engine_is_recognised(qapp: QApplication, english: None) -> None:
    """With something put in, whatever that is."""
    languages.install(qapp, "zh_CN")
    for template in translations.sentences():
        said = template.replace("{}", "⟨x⟩")
        assert re.search(r"[\u3400-\u9fff]", sentences.translated(said)) or template == "OpenVINO, f32", said


# -------------------------------------------------------------------------------------------------- what escaped


class Brackets(QTranslator):
    """Puts everything that is translated into brackets, and gives what is asked for under no known name as it is."""

    def __init__(self) -> None:
        super().__init__()
        self.known = set(translations.read("zh_CN"))

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, hint: str | None = None, count: int = -1) -> str | None:
        if source == "QT_LAYOUT_DIRECTION" or ((context, source) not in self.known and not context.startswith("Q")):
            return None
        return f"⟦{source}⟧"


@pytest.fixture
def brackets(qapp: QApplication, english: None) -> Iterator[None]:
    translator = Brackets()
    QCoreApplication.installTranslator(translator)
    sentences.forget()
    yield
    QCoreApplication.removeTranslator(translator)
    sentences.forget()


#: What is the same in every language: names, keys, units and formats; dates come from the locale.
DATA = re.compile(
    r"Mediasearch|\bViT\b|huggingface\.co|safetensors|OpenVINO|Ctrl|Alt|Shift|Meta|Return|Enter|Space|Esc|Del|Home|End|F\d+|Left"
    r"|Right|Up|Down|PgUp|PgDown|Backspace|Tab|Num|\b(?:k|M|G)B\b|bytes|AM|PM|/[\w/.-]+|\d[\d.]*\w*|English|简体中文"
    r"|Mozilla|January|February|March|April|May|June|July|August|September|October|November|December|\b\w{3} \d|\w+day"
)


def data(facts: Any) -> set[str]:
    """All texts in ``facts`` and the words in them."""
    if isinstance(facts, str):
        return {facts, *re.split(r"[/\\\s:]+", facts)}
    if isinstance(facts, dict):
        return set().union(*(data(each) for pair in facts.items() for each in pair))
    if isinstance(facts, list | tuple):
        return set().union(*(data(each) for each in facts))
    if is_dataclass(facts):
        return set().union(*(data(getattr(facts, each.name)) for each in fields(facts)))
    return set()


def left(text: str, known: re.Pattern[str]) -> str:
    """What of ``text`` is neither translated nor data."""
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) != text:
        text = shorter
    text = known.sub(" ", re.sub(r"<[^>]*>", " ", text))
    return " ".join(re.findall(r"[^\W\d_]{2,}", DATA.sub(" ", text)))


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_no_text_escapes_translation(
    state: State, qapp: QApplication, theme: Theme, brackets: None, tmp_path: Path
) -> None:
    facts = state.facts(plain(tmp_path / "pictures"))
    with staged(tmp_path / "library", facts, theme) as stage:
        state.does(stage)
        stage.settle()
        query = stage.window.search_bar.query()
        words = {*data(facts), query.text, *(term.value for term in query.terms)} - {""}
        longest_first = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        known = re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)")
        said = {each for window in stage.shown() for each in texts(window)}
    assert sorted((where, text) for where, text in said if left(text, known)) == []
