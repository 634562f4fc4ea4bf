"""open_clip's own answers, written to a file; run in a process of its own, because it imports torch.

``python -m tests.encoders.oracle COMMAND WORK``: the commands are the functions below, ``WORK`` is a folder.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import numpy as np

from mediasearch.encoders.torch_clip import TorchModel, import_open_clip


def tokens(work: Path) -> None:
    """``strings.json`` cut by the tokenizer of every ``*.merges.gz`` → ``NAME.npz``, for several context lengths."""
    simple = import_open_clip().tokenizer.SimpleTokenizer
    texts = json.loads((work / "strings.json").read_text("ascii"))
    for merges in work.glob("*.merges.gz"):
        tokenizer = simple(bpe_path=str(merges))
        found = {str(length): tokenizer(texts, context_length=length).numpy() for length in (8, 77)}
        np.savez(
            work / f"{merges.name.removesuffix('.merges.gz')}.npz",
            special=np.array([tokenizer.vocab_size, tokenizer.sot_token_id, tokenizer.eot_token_id]),
            **found,
        )


def model(work: Path) -> None:
    """The vectors of ``texts.json`` and ``pixels.npy`` by the model in ``work/model`` → ``vectors.npz``.

    ``transformed`` are those of the same pictures through open_clip's own transform.
    """
    from PIL import Image

    from mediasearch.encoders.store import load_model

    torch_model = TorchModel(load_model(work / "model"))
    pixels = np.load(work / "pixels.npy")
    transformed = torch_model.torch.stack([torch_model.preprocess(Image.fromarray(each)) for each in pixels])
    with torch_model.torch.inference_mode():
        by_hand = torch_model.clip.encode_image(transformed, normalize=True).numpy()
    np.savez(
        work / "vectors.npz",
        image=torch_model.image.encode(pixels),
        text=torch_model.text.encode(json.loads((work / "texts.json").read_text("ascii"))),
        transformed=by_hand,
    )


def small(work: Path) -> None:
    """Random weights for the description in ``work/model``, then :func:`model`, then what a wrong description gives."""
    from safetensors.torch import save_file

    from mediasearch.encoders.store import load_model
    from mediasearch.errors import MediaSearchError

    directory = work / "model"
    network = import_open_clip().create_model(f"local-dir:{directory}", load_weights=False)
    weights = {name: tensor.half().contiguous() for name, tensor in network.state_dict().items()}
    save_file(weights, directory / "open_clip_model.safetensors")
    description = json.loads((directory / "model.json").read_text())
    digest = hashlib.sha256((directory / "open_clip_model.safetensors").read_bytes()).hexdigest()
    (directory / "model.json").write_text(json.dumps({**description, "weights_sha256": digest}))
    model(work)

    config = json.loads((directory / "open_clip_config.json").read_text())
    config["model_cfg"]["text_cfg"]["width"] += 16
    (directory / "open_clip_config.json").write_text(json.dumps(config))
    try:
        TorchModel(load_model(directory))
    except MediaSearchError as error:
        (work / "refusal.txt").write_text(str(error))


if __name__ == "__main__":
    {"tokens": tokens, "model": model, "small": small}[sys.argv[1]](Path(sys.argv[2]))
