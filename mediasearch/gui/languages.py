"""The language of the window: chosen in the settings or by the system; texts, numbers and dates follow.

English stands in the code, ``resources/translations`` has the others (and the plurals of English), made by
``packaging/translations.py``.  What is Qt's own (Cancel, Copy, the file dialog) comes with PySide6.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from mediasearch.gui import sentences
from mediasearch.paths import resources

#: What there is, as in the setting *language*.
LANGUAGES: Final = ("en", "zh_CN")

#: Where one font lacks Chinese, the system may give characters in their Japanese form; these have the Chinese one.
_FONTS: Final = {
    "zh_CN": ("PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei")
}


def choose(choice: str, wanted: Sequence[str] | None = None) -> str:
    """The language for the setting ``choice``: itself, or for *system* the first of ``wanted`` that there is.

    ``wanted``: BCP 47 names such as ``zh-Hans-CN``, best first; by default what the person told the system.
    Who reads traditional characters gets English rather than simplified ones.
    """
    if choice in LANGUAGES:
        return choice
    traditional = False
    for name in QLocale.system().uiLanguages() if wanted is None else wanted:
        locale = QLocale(name.replace("-", "_"))
        if locale.language() == QLocale.Language.English:
            return "en"
        if locale.language() == QLocale.Language.Chinese:
            traditional |= locale.script() == QLocale.Script.TraditionalChineseScript
            if not traditional:  # zh-Hant-TW is followed by zh
                return "zh_CN"
    return "en"


def install(app: QApplication, choice: str) -> str:
    """Let everything that is made from now on speak the language of ``choice``, and return that language."""
    language = choose(choice)
    for old in app.findChildren(QTranslator):
        QCoreApplication.removeTranslator(old)
        old.setParent(None)
    system = QLocale.system()
    own = QLocale(language)
    # The person's own way to write numbers and dates, unless its words were of another language than the rest.
    QLocale.setDefault(system if system.language() == own.language() else own)
    for name, folder in (
        (f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        (f"mediasearch_{language}", str(resources() / "translations")),
    ):
        translator = QTranslator(app)
        if translator.load(name, folder):
            QCoreApplication.installTranslator(translator)
    sentences.forget()
    _fonts(language)
    return language


def name(language: str) -> str:
    """What speakers of ``language`` call it."""
    native = QLocale(language).nativeLanguageName()
    return "English" if language == "en" else native[:1].upper() + native[1:]


def _fonts(language: str) -> None:
    font = QGuiApplication.font()
    families = [family for family in font.families() if family not in sum(_FONTS.values(), ())]
    wanted = [*families, *_FONTS.get(language, ())]
    if wanted != font.families():
        font.setFamilies(wanted)
        QApplication.setFont(font)
