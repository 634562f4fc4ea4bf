"""Measures the shipped starter model: what stands in its card.

    python packaging/starter/evaluate.py [--photos FOLDER] [--json FILE]

FOLDER holds photographs, and a ``captions.tsv`` (file, tab, caption) where there is one. They train nothing.
"""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps
from plain import CHINESE, COLOURS, SHAPES, collection
from shipped import HOME, Starter

# Held out: training seeds start at ten million.
FIRST_SEED = 500_000
_SIZES = ((256, 256), (384, 256), (256, 384), (341, 256))


def held_out_scenes(count: int, first: int = FIRST_SEED) -> tuple[list[Image.Image], dict[str, list[str]]]:
    """Rendered scenes whose fullest captions all differ, in English and in Chinese."""
    from mediasearch.demo import SCENES, render

    rng = np.random.default_rng(first)
    images: list[Image.Image] = []
    captions: dict[str, list[str]] = {"en": [], "zh": []}
    seen: set[frozenset[str]] = set()
    seed = first
    while len(images) < count:
        picture = render(seed, _SIZES[int(rng.integers(len(_SIZES)))], str(rng.choice(SCENES)))
        seed += 1
        said = picture.described["en"][0].tags
        texts = {language: picture.captions[language][0] for language in captions}
        if said in seen or any(texts[language] in captions[language] for language in captions):
            continue
        seen.add(said)
        images.append(picture.image)
        for language, text in texts.items():
            captions[language].append(text)
    return images, captions


def recall(queries: np.ndarray, items: np.ndarray, k: int) -> float:
    """The part of the queries that find the item of the same row among their best ``k``."""
    scores = queries @ items.T
    own = np.diagonal(scores)[:, None]
    return float(((scores > own).sum(axis=1) < k).mean())


def scenes(model: Starter, count: int = 200) -> dict[str, float]:
    """Text→image recall@1 and @5 among held-out rendered scenes."""
    images, captions = held_out_scenes(count)
    found = model.images(images)
    result = {}
    for language, texts in captions.items():
        asked = model.texts(texts)
        result[f"scenes {language} recall@1"] = recall(asked, found, 1)
        result[f"scenes {language} recall@5"] = recall(asked, found, 5)
    return result


def plain_pictures(model: Starter, seed: int = 1) -> dict[str, Any]:
    """Precision@10 of colour and shape words on plain pictures that other code drew."""
    pictures = collection(seed)
    found = model.images([picture.image for picture in pictures])
    result: dict[str, Any] = {}
    for kind, names in (("colour", tuple(COLOURS)), ("shape", SHAPES)):
        truth = np.array([getattr(picture, kind) for picture in pictures])
        for language in ("en", "zh"):
            asked = model.texts([name if language == "en" else CHINESE[name] for name in names])
            best = np.argsort(-(asked @ found.T), axis=1)[:, :10]
            each = {name: float((truth[row] == name).mean()) for name, row in zip(names, best, strict=True)}
            result[f"plain {kind} {language} precision@10"] = float(np.mean(list(each.values())))
            result[f"plain {kind} {language} lowest"] = min(each.items(), key=lambda item: item[1])
    both = [(colour, shape) for colour in COLOURS for shape in SHAPES]
    asked = model.texts([f"a {colour} {shape}".replace("a orange", "an orange") for colour, shape in both])
    best = np.argsort(-(asked @ found.T), axis=1)[:, :10]
    right = [
        np.mean([(pictures[i].colour, pictures[i].shape) == pair for i in row])
        for pair, row in zip(both, best, strict=True)
    ]
    result["plain colour and shape en precision@10"] = float(np.mean(right))
    return result


def _recompressed(image: Image.Image, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(io.BytesIO(buffer.getvalue())).convert("RGB")


def copies(image: Image.Image, rng: np.random.Generator) -> dict[str, Image.Image]:
    """A crop of 60 % of the area at a random place, the mirror image, a 160 px copy and a quality-30 copy."""
    part = 0.6**0.5
    wide, high = round(image.width * part), round(image.height * part)
    x, y = int(rng.integers(0, image.width - wide + 1)), int(rng.integers(0, image.height - high + 1))
    small = image.copy()
    small.thumbnail((160, 160))
    return {
        "crop": image.crop((x, y, x + wide, y + high)),
        "mirror": ImageOps.mirror(image),
        "160 px": small,
        "quality 30": _recompressed(image, 30),
    }


def photographs(model: Starter, folder: Path, rounds: int = 5) -> dict[str, float]:
    """How often an altered copy finds its photo in the top 3, and caption→photo recall@10 beside chance."""
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp"))
    images = [ImageOps.exif_transpose(Image.open(path)).convert("RGB") for path in files]
    found = model.images(images)
    result: dict[str, float] = {"photos": float(len(images))}
    tops: dict[str, list[float]] = {}
    for turn in range(rounds):
        rng = np.random.default_rng(turn)
        altered = [copies(image, rng) for image in images]
        for name in altered[0] if turn == 0 else ("crop",):
            asked = model.images([pictures[name] for pictures in altered])
            tops.setdefault(name, []).append(recall(asked, found, 3))
    for name, values in tops.items():
        result[f"photos {name} top 3"] = float(np.mean(values))
        if len(values) > 1:
            result[f"photos {name} top 3, worst of {rounds} rounds"] = min(values)
    middle = []
    for image in images:
        x, y = round(image.width * (1 - 0.6**0.5) / 2), round(image.height * (1 - 0.6**0.5) / 2)
        middle.append(image.crop((x, y, image.width - x, image.height - y)))
    result["photos middle crop top 3"] = recall(model.images(middle), found, 3)
    table = folder / "captions.tsv"
    if table.is_file():
        rows = [line.split("\t") for line in table.read_text("utf-8").splitlines() if "\t" in line]
        index = {path.name: i for i, path in enumerate(files)}
        scores = model.texts([text for _, text in rows]) @ found.T
        own = np.array([scores[i, index[name]] for i, (name, _) in enumerate(rows)])[:, None]
        result["photos caption recall@10"] = float(((scores > own).sum(axis=1) < 10).mean())
        result["photos caption recall@10 by chance"] = 10 / len(files)
    return result


def main() -> None:
    """Command line: prints every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=HOME)
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--json", type=Path, help="also write the figures there")
    given = parser.parse_args()
    model = Starter(given.model)
    figures: dict[str, Any] = scenes(model) | plain_pictures(model)
    if given.photos:
        figures |= photographs(model, given.photos)
    for name, value in figures.items():
        print(f"{name:50s} {value if isinstance(value, tuple) else f'{value:.3f}'}")
    if given.json:
        given.json.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    import sys

    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    main()
