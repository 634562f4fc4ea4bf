"""Thousands of strings that a tokenizer may meet; always the same ones."""

from __future__ import annotations

import random

NASTY = [
    "",
    " ",
    "\n\t\r\x0b\x0c",
    "a",
    "A red Car",
    "  two   spaces\u00a0and\u2003odd\u3000ones\u200b\ufeff ",
    "日落时的大海",
    "一只猫坐在红色的沙发上，旁边有两只狗。",
    "雪 snow 雪snow雪",
    "한국어 텍스트 ひらがな カタカナ ﾊﾝｶｸ",
    "Ελληνικά Русский עברית العربية हिन्दी ไทย Türkçe İstanbul ŞıK Straße ſlow K",
    "👩‍👩‍👧‍👦 🏳️‍🌈 🇨🇳 ❤️ 😀😀😀 👍🏽",
    "&lt;b&gt; &amp;amp;lt; &#x1F600; &nbsp; &copy &notanentity; &amp;amp;amp;",
    "<i> &amp;lt; &amp;amp;eacute; &amp;#39; </i>",  # ftfy resolves no entities beside a tag
    "it's they're I've we'll I'd don't IT'S 'S 'Re x's's ''s '",
    "<start_of_text> red <END_OF_TEXT> </w> <|endoftext|>",
    "café cafe\u0301 ﬁne ½ ² ① Ⅷ ٣ ५",
    "schÃ¶n â€œquotedâ€\x9d lâ€™eau â€” Ã©tÃ©",
    "1234567890 3.14 1,000 2nd",
    "!!!??? ... --- *** ((())) #@$%^&*_+=[]{}|\\:;\"'<>,./~`",
    "under_score CamelCase kebab-case path/to/file.JPG C:\\Users\\me",
    "\x00\x01\x1f\x7f\x85\u2028\u2029 controls",
    "\ud800 \udfff lone \ud83d",
    "\U0001f9ff\U000e0067\U0010ffff\ufffe\ufffd",
    "a" * 300,
    "the " * 500,
    "雪" * 200,
    "theredsnow" * 40,
    "{} {0} %s",
    "a photo of a cat",
]

_RANGES = [
    (0x20, 0x7F), (0x20, 0x7F), (0x61, 0x7B), (0x00, 0x20), (0xA0, 0x180), (0x370, 0x530), (0x590, 0x700),
    (0x900, 0xA00), (0xE00, 0xE80), (0x2000, 0x2100), (0x2150, 0x2200), (0x3000, 0x3100), (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A4), (0xFB00, 0xFB50), (0xFE00, 0xFFFF), (0x1F300, 0x1FAFF),
]  # fmt: skip
_WORDS = [
    *("the", "a", "red", "blue", "snow", "sea", "at", "of", "with", "THE", "Red", "snowing", "theatre", "rethink"),
    *("雪", "红色", "海", "猫", "it's", "&amp;", "&lt;", "'", "3", "42", "é", "ñ", "<b>", "🎈"),
]


def strings(count: int = 3000) -> list[str]:
    rng = random.Random(20)
    made = list(NASTY)
    while len(made) < count:
        if rng.random() < 0.5:
            made.append(rng.choice(["", " ", "  ", ", "]).join(rng.choices(_WORDS, k=rng.randint(1, 30))))
        else:
            low, high = rng.choice(_RANGES)
            mixed = [rng.choice(_RANGES) if rng.random() < 0.2 else (low, high) for _ in range(rng.randint(1, 40))]
            made.append("".join(chr(rng.randrange(*each)) for each in mixed))
    return made
