"""Small tokenizers of the kinds that open_clip's models have, trained here, in the files that transformers writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from tests.encoders.strings import NASTY, strings

#: What open_clip says in ``text_cfg`` beside the tokenizer's name, by kind.
CONFIGS: dict[str, dict[str, Any]] = {
    "gemma": {"context_length": 16, "tokenizer_kwargs": {"clean": "canonicalize"}},
    "t5": {"context_length": 16, "tokenizer_kwargs": {"clean": "canonicalize"}},
    "xlm-roberta": {},
    "bert": {"context_length": 16, "tokenizer_kwargs": {"strip_sep_token": True}},
    "clips": {"context_length": 16, "tokenizer_kwargs": {"clean": "lower"}, "tokenizer_mode": "clips"},
}


def write_tokenizer(directory: Path, kind: str) -> None:
    """``tokenizer.json`` and ``tokenizer_config.json`` of a ``kind`` of :data:`CONFIGS`."""
    tokenizer, config = _KINDS[kind]()
    tokenizer.save(str(directory / "tokenizer.json"))
    (directory / "tokenizer_config.json").write_text(json.dumps(config))


def _texts(count: int) -> list[str]:
    return [text.encode("utf-8", "replace").decode() for text in strings(count)]


def _gemma() -> tuple[Tokenizer, dict[str, Any]]:
    """SigLIP 2's: BPE that falls back to bytes; no start, an end, padding with 0."""
    tokenizer = Tokenizer(models.BPE(byte_fallback=True, unk_token="<unk>", fuse_unk=True))
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    special = ["<pad>", "<eos>", "<bos>", "<unk>", *(f"<0x{byte:02X}>" for byte in range(256))]
    tokenizer.train_from_iterator(_texts(300), trainers.BpeTrainer(vocab_size=1500, special_tokens=special))
    tokenizer.post_processor = _around([], ["<eos>"], special)
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    return tokenizer, {
        "tokenizer_class": "GemmaTokenizer", "add_bos_token": False, "add_eos_token": True, "bos_token": "<bos>",
        "eos_token": "<eos>", "pad_token": "<pad>", "unk_token": "<unk>", "padding_side": "right",
    }  # fmt: skip


def _t5() -> tuple[Tokenizer, dict[str, Any]]:
    """SigLIP's: Unigram; padding with the end token."""
    special = ["<pad>", "</s>", "<unk>"]
    tokenizer = _unigram(special, pre_tokenizers.Metaspace())
    tokenizer.post_processor = _around([], ["</s>"], special)
    return tokenizer, {
        "tokenizer_class": "T5Tokenizer", "eos_token": "</s>", "pad_token": "</s>", "unk_token": "<unk>",
        "extra_ids": 0,
    }  # fmt: skip


def _xlm_roberta() -> tuple[Tokenizer, dict[str, Any]]:
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    words = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    tokenizer = _unigram(special, words)
    tokenizer.post_processor = _around(["<s>"], ["</s>"], special)
    return tokenizer, {
        "tokenizer_class": "XLMRobertaTokenizer", "bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>",
        "sep_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>", "mask_token": "<mask>",
    }  # fmt: skip


def _bert() -> tuple[Tokenizer, dict[str, Any]]:
    """CLIPA's: WordPiece."""
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.train_from_iterator(_texts(300), trainers.WordPieceTrainer(vocab_size=1500, special_tokens=special))
    tokenizer.post_processor = _around(["[CLS]"], ["[SEP]"], special)
    return tokenizer, {
        "tokenizer_class": "BertTokenizer", "cls_token": "[CLS]", "sep_token": "[SEP]", "pad_token": "[PAD]",
        "unk_token": "[UNK]", "mask_token": "[MASK]", "do_lower_case": True,
    }  # fmt: skip


def _clips() -> tuple[Tokenizer, dict[str, Any]]:
    """CLIPS's: open_clip itself puts the special tokens around."""
    tokenizer, config = _bert()
    return tokenizer, {**config, "bos_token": "[CLS]", "eos_token": "[SEP]"}


def _unigram(special: list[str], words: Any) -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace("  ", " ")])
    tokenizer.pre_tokenizer = words
    known = [text.encode("utf-8", "replace").decode() for text in NASTY] * 3
    known += ["the red snow at sea of with blue cats", "a photo of a cat on the sofa"] * 20
    trainer = trainers.UnigramTrainer(vocab_size=800, special_tokens=special, unk_token="<unk>")
    tokenizer.train_from_iterator(known, trainer)
    return tokenizer


def _around(before: Sequence[str], after: Sequence[str], special: Sequence[str]) -> Any:
    return processors.TemplateProcessing(
        single=[*before, "$A", *after],
        pair=[*before, "$A", *after, "$B", *after],
        special_tokens=[(token, special.index(token)) for token in (*before, *after)],
    )


_KINDS: dict[str, Callable[[], tuple[Tokenizer, dict[str, Any]]]] = {
    "gemma": _gemma,
    "t5": _t5,
    "xlm-roberta": _xlm_roberta,
    "bert": _bert,
    "clips": _clips,
}
