"""Keep the translations in step with the program: ``python packaging/translations.py [--check]``.

Collects every text that a person may read, updates ``resources/translations/*.ts`` (what was translated stays, what is
gone goes), ``sentences.json`` and the compiled ``*.qm``.  Translate in the ``.ts`` files, with Qt Linguist or by hand,
and run it once more.  ``--check`` writes nothing, says what is missing or stale and fails.

Collected here and not by ``lupdate``, which knows neither our ``_tr("…")`` with the context of its file, nor texts
that are declared elsewhere (settings, reasons), nor the engine's sentences.  The engine speaks English, as the command
line and the logs do; its sentences are templates (``“{}” is a file``) that the window recognises and translates
(:mod:`mediasearch.gui.sentences`), so no engine code needs to know of languages.

The compiled files are committed: compiling them in the build would take all of Qt into every isolated build, for
twenty kilobytes.  A test holds them to the ``.ts`` files.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the program whose texts these are, not another one that is installed
PACKAGE: Final = ROOT / "mediasearch"
PLACE: Final = ROOT / "resources" / "translations"
#: Language → how many plural forms it has.  English is what stands in the code: only its plurals need a file.
LANGUAGES: Final = {"en": 2, "zh_CN": 1}
#: The rooms whose sentences reach the window through the protocol.
SPEAKING: Final = ("engine", "search", "library", "models", "ingest", "encoders", "paths.py")
#: Files in these rooms that hold texts of other kinds: sample texts, tags of photographs, statements of SQL.
SILENT: Final = {"samples.py", "xmp.py", "metadata.py", "schema.py"}
#: What is told to programmers, not to people.
INTERNAL: Final = {
    "ValueError", "RuntimeError", "TypeError", "KeyError", "ArithmeticError", "AssertionError", "ProtocolError",
    "NotImplementedError", "add_argument", "ArgumentParser", "add_parser", "print", "execute", "exec_driver_sql",
    "text", "compile", "getLogger",
}  # fmt: skip
LOGGING: Final = {"debug", "info", "warning", "error", "exception", "critical", "log"}


@dataclass(frozen=True)
class Message:
    """One text to be translated.  ``plural``: it depends on a count."""

    context: str
    source: str
    plural: bool = False
    where: str = field(default="", compare=False)


class Unclear(Exception):
    """A text that cannot be collected because it is made while the program runs."""


# ------------------------------------------------------------------------------------------------- the window's texts


def window() -> list[Message]:
    """What the window says."""
    found: list[Message] = []
    for path in sorted((PACKAGE / "gui").glob("*.py")):
        found += of_module(ast.parse(path.read_text("utf-8")), path.relative_to(ROOT).as_posix())
    return found


def of_module(tree: ast.Module, where: str) -> list[Message]:
    """Texts of one module: ``self.tr``, ``translate``, ``QT_TRANSLATE_NOOP`` and functions that hand on to these."""
    helpers = dict(_helpers(tree))
    found: list[Message] = []

    def look(node: ast.AST, name: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Call):
                message = _call(child, name, helpers, where)
                if message is not None:
                    found.append(message)
            look(child, child.name if isinstance(child, ast.ClassDef) else name)

    look(tree, "")
    return found


def _helpers(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Functions that translate their first argument, with the context they do it in."""
    for function in tree.body:
        if not isinstance(function, ast.FunctionDef) or not function.args.args:
            continue
        first = function.args.args[0].arg
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and _name(node) == "translate" and len(node.args) > 1:
                context = _constant(node.args[0])
                if context and any(isinstance(part, ast.Name) and part.id == first for part in ast.walk(node.args[1])):
                    yield function.name, context


def _call(call: ast.Call, class_name: str, helpers: dict[str, str], where: str) -> Message | None:
    name, args = _name(call), list(call.args)
    place = f"{where}:{call.lineno}"
    if name == "QT_TRANSLATE_NOOP":
        return Message(_constant(args[0]) or "", _text(args[1], place), where=place)
    if name == "translate" and len(args) > 1 and isinstance(args[0], ast.Constant):
        if not isinstance(args[1], ast.Constant):
            return None  # declared with QT_TRANSLATE_NOOP, or in a helper
        return Message(str(args[0].value), _text(args[1], place), len(args) > 3, place)
    if name == "tr" and isinstance(call.func, ast.Attribute):
        plural = len(args) > 2 or any(each.arg == "n" for each in call.keywords)
        return Message(class_name, _text(args[0], place), plural, place)
    if isinstance(call.func, ast.Name) and name in helpers and args:
        if not isinstance(args[0], ast.Constant):
            return None
        return Message(helpers[name], _text(args[0], place), len(args) > 1, place)
    return None


def _name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _constant(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _text(node: ast.AST, where: str) -> str:
    text = _constant(node)
    if text is None:
        raise Unclear(f"{where}: write the text itself, with {{names}} for what is put in by format()")
    return text


def declared() -> list[Message]:
    """What is declared in English for the window and the command line alike."""
    from mediasearch.settings import DECLARATIONS

    reasons = _reasons()
    found = [
        Message("Reasons", text) for text in (*reasons.FAILED.values(), *reasons.SKIPPED.values(), *reasons.UNSAVED)
    ]
    for each in DECLARATIONS:
        choices = [choice.capitalize() for choice in each.choices] if each.name != "language" else ["System"]
        found += [
            Message("Settings", text)
            for text in (each.section, each.title, each.description, *choices, each.unit)
            if text
        ]
    return list(dict.fromkeys(found))


def _reasons() -> ModuleType:
    from mediasearch import reasons

    return reasons


# ----------------------------------------------------------------------------------------------- the engine's sentences


def sentences() -> list[str]:
    """Templates of the sentences that reach the window in English, with ``{}`` where something is put in."""
    found: set[str] = set()
    for room in SPEAKING:
        place = PACKAGE / room
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            if path.name not in SILENT:
                found.update(_sentences(ast.parse(path.read_text("utf-8"))))
    registry = json.loads((ROOT / "resources" / "models" / "registry.json").read_text("utf-8"))
    found.update(_described(registry))
    found.update((_reasons().MODEL_BROKEN, registry["models"][0]["title"]))
    return sorted(found)


def _described(body: object) -> Iterator[str]:
    if isinstance(body, dict):
        for name, value in body.items():
            if name == "description" and isinstance(value, str):
                yield value
            else:
                yield from _described(value)
    elif isinstance(body, list):
        for each in body:
            yield from _described(each)


def _sentences(node: ast.AST) -> Iterator[str]:
    """Templates in ``node``: texts of several words that begin with a capital letter or with what is put in.

    Docstrings, log lines and what is raised for programmers are none.
    """
    if isinstance(node, ast.Call) and (
        _name(node) in INTERNAL or (isinstance(node.func, ast.Attribute) and _name(node) in LOGGING)
    ):
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Constant | ast.JoinedStr):
        template = _template(node)
        if template is not None:
            yield template
        return
    for child in ast.iter_child_nodes(node):
        yield from _sentences(child)


def _template(node: ast.Constant | ast.JoinedStr) -> str | None:
    if isinstance(node, ast.Constant):
        text = node.value if isinstance(node.value, str) else ""
    else:
        text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    words = text.replace("{}", " ").split()
    letters = sum(character.isalpha() for word in words for character in word)
    sentence = len(words) >= 2 and letters >= 8 and (text[0].isupper() or text.startswith(("{}", "“")))
    plain = "\n" not in text and "=" not in text and "_" not in text.replace("open_clip", "").replace("HF_", "")
    statement = text.isupper() or text.startswith(("INSERT ", "SELECT ", "UPDATE ", "DELETE "))
    return text if sentence and plain and not statement else None


# ------------------------------------------------------------------------------------------------------- the files


def wanted(language: str) -> list[Message]:
    """What ``language`` has to say, sorted, each once."""
    every = [*window(), *declared(), *(Message("Engine", text) for text in sentences())]
    merged: dict[tuple[str, str], Message] = {}
    for message in every:
        key = (message.context, message.source)
        if key not in merged or message.plural:
            merged[key] = message
    return sorted(
        (message for message in merged.values() if language != "en" or message.plural),
        key=lambda message: (message.context, message.source),
    )


def read(language: str) -> dict[tuple[str, str], list[str]]:
    """(context, source) → its translation, one text for each plural form; empty texts where there is none yet."""
    path = PLACE / f"mediasearch_{language}.ts"
    found: dict[tuple[str, str], list[str]] = {}
    if path.exists():
        for context in ET.parse(path).getroot().iter("context"):  # our own file
            for message in context.iter("message"):
                translation = message.find("translation")
                assert translation is not None
                forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
                found[(context.findtext("name", ""), message.findtext("source", ""))] = forms
    return found


def write(language: str, messages: list[Message], known: dict[tuple[str, str], list[str]]) -> None:
    """The ``.ts`` file of ``language``."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    contexts: dict[str, ET.Element] = {}
    for message in messages:
        if message.context not in contexts:
            contexts[message.context] = ET.SubElement(root, "context")
            ET.SubElement(contexts[message.context], "name").text = message.context
        element = ET.SubElement(contexts[message.context], "message", {"numerus": "yes"} if message.plural else {})
        ET.SubElement(element, "source").text = message.source
        translation = ET.SubElement(element, "translation")
        forms = known.get((message.context, message.source), [""])
        if message.plural:
            forms = (forms * LANGUAGES[language])[: LANGUAGES[language]] if len(forms) == 1 else forms
            for form in forms:
                ET.SubElement(translation, "numerusform").text = form
        else:
            translation.text = forms[0]
        if not all(forms):
            translation.set("type", "unfinished")
    ET.indent(root, "    ")
    body = ET.tostring(root, "unicode", short_empty_elements=False)
    text = f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n'
    (PLACE / f"mediasearch_{language}.ts").write_text(text, "utf-8", newline="\n")


def compile_all() -> None:
    """Make the ``.qm`` files with Qt's own ``lrelease``."""
    tool = Path(sys.executable).with_name("pyside6-lrelease" + (".exe" if sys.platform == "win32" else ""))
    for language in LANGUAGES:
        source = PLACE / f"mediasearch_{language}.ts"
        subprocess.run(
            [str(tool), "-silent", "-removeidentical", str(source), "-qm", str(source.with_suffix(".qm"))], check=True
        )


def complaints() -> list[str]:
    """What is missing or stale, a line each."""
    found = []
    if json.loads((PLACE / "sentences.json").read_text("utf-8")) != sentences():
        found.append("sentences.json is stale")
    for language in LANGUAGES:
        known = read(language)
        messages = wanted(language)
        for message in messages:
            forms = known.pop((message.context, message.source), None)
            if forms is None:
                found.append(f"{language}: new {message.context}: {message.source!r} ({message.where})")
            elif not all(forms) or (message.plural and len(forms) != LANGUAGES[language]):
                found.append(f"{language}: untranslated {message.context}: {message.source!r} ({message.where})")
        found += [f"{language}: gone {context}: {source!r}" for context, source in known]
    return found


def main(check: bool) -> int:
    if not check:
        PLACE.mkdir(exist_ok=True)
        for language in LANGUAGES:
            write(language, wanted(language), read(language))
        (PLACE / "sentences.json").write_text(
            json.dumps(sentences(), indent=1, ensure_ascii=False) + "\n", "utf-8", newline="\n"
        )
        compile_all()
    found = complaints()
    print("\n".join(found) or "Every text is translated.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
