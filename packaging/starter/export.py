"""Makes the shipped files of a trained model: open_clip's own form, and the towers for the light runtime.

    python packaging/starter/export.py --work FOLDER [--into resources/models/starter]

reads ``model.pt`` and ``bpe.txt.gz`` from FOLDER. The towers are exported from the weights as they are shipped
(rounded to half precision) and must agree with torch: every cosine at least 0.999.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn.functional import normalize
from towers import CONTEXT, DIMENSION, SIZE, build, import_open_clip, model_config, preprocess_config, tokenizer

HOME = Path(__file__).resolve().parents[2] / "resources" / "models" / "starter"
TEMPLATES: list[str] = ["{}"]


class ImageTower(torch.nn.Module):
    """Pixels float32 (n, 3, SIZE, SIZE), normalised, to embeddings float32 (n, DIMENSION) of length 1."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.tower = model.visual

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        return normalize(self.tower(pixels), dim=-1)


class TextTower(torch.nn.Module):
    """Tokens int64 (n, CONTEXT) to embeddings float32 (n, DIMENSION) of length 1."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.tower = model.text

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        return normalize(self.tower(tokens), dim=-1)


def openvino() -> Any:
    """OpenVINO without its telemetry, which would look up a host and write under the home directory."""
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino as runtime

    return runtime


def to_openvino(tower: torch.nn.Module, example: torch.Tensor, name: str, into: Path) -> None:
    """Writes ``into`` (.xml and .bin, half precision) with one dynamic batch axis; ``name`` is the input's."""
    runtime = openvino()
    batch = runtime.PartialShape([-1, *example.shape[1:]])
    model = runtime.convert_model(tower, example_input=example, input=[(name, batch)])
    model.inputs[0].get_tensor().set_names({name})
    model.outputs[0].get_tensor().set_names({"embedding"})
    runtime.save_model(model, into, compress_to_fp16=True)


def run(path: Path, values: np.ndarray) -> np.ndarray:
    """What the exported tower gives for one input array."""
    runtime = openvino()
    compiled = runtime.Core().compile_model(path, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return np.asarray(compiled(values)[0])


def agreement(first: np.ndarray, second: np.ndarray) -> float:
    """The smallest cosine between rows that belong together."""
    return float((first * second).sum(axis=1).min())


def load_trained(work: Path) -> tuple[Any, dict[str, Any]]:
    """The averaged weights rounded to what is shipped, in an eval-mode model, and the facts of the run."""
    saved = torch.load(work / "model.pt")
    model = build(saved["vocabulary"])
    model.load_state_dict(
        {key: value.half().float() if value.is_floating_point() else value for key, value in saved["model"].items()}
    )
    return model.eval(), {key: value for key, value in saved.items() if key != "model"}


def export(work: Path, into: Path) -> None:
    """Writes every shipped file but the card."""
    from safetensors.torch import save_file

    into.mkdir(parents=True, exist_ok=True)
    model, facts = load_trained(work)
    import_open_clip()
    shutil.copyfile(work / "bpe.txt.gz", into / "bpe.txt.gz")
    weights = into / "open_clip_model.safetensors"
    state = {
        key: value.half().contiguous() if value.is_floating_point() else value
        for key, value in model.state_dict().items()
    }
    save_file(state, weights)
    weights.chmod(0o644)
    config = {"model_cfg": model_config(facts["vocabulary"]), "preprocess_cfg": preprocess_config()}
    (into / "open_clip_config.json").write_text(json.dumps(config, indent=2) + "\n")

    # The fused attention kernels have no ONNX form.
    torch.backends.mha.set_fastpath_enabled(False)
    rng = np.random.default_rng(3)
    pixels = torch.from_numpy(rng.standard_normal((5, 3, SIZE, SIZE), dtype=np.float32))
    words = tokenizer(into / "bpe.txt.gz")
    tokens = words(["red", "a sunset over the sea", "雪山", "two black dogs on a white background", "zebra"])
    for tower, example, name in ((ImageTower(model), pixels, "pixels"), (TextTower(model), tokens, "tokens")):
        path = into / ("image.xml" if name == "pixels" else "text.xml")
        with torch.no_grad():
            expected = tower(example).numpy()
        to_openvino(tower.eval(), example[:2], name, path)
        for count in (1, len(example)):
            least = agreement(run(path, example[:count].numpy()), expected[:count])
            print(f"{path.name}: least cosine to torch {least:.6f} at batch {count}")
            if least < 0.999:
                raise SystemExit(f"{path.name} does not agree with torch: {least:.6f}")
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # also where the program is not installed
    from mediasearch.encoders.store import digests

    about = {
        "name": "starter",
        "dimension": DIMENSION,
        "context_length": CONTEXT,
        "languages": ["en", "zh"],
        "weights_sha256": hashlib.sha256(weights.read_bytes()).hexdigest(),
        "preprocess": preprocess_config(),
        "templates": TEMPLATES,
        "files": digests(into),
        "trained": {"steps": facts["step"], "minutes": facts["minutes"], "seed": facts["recipe"]["seed"]},
    }
    (into / "model.json").write_text(json.dumps(about, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    total = sum(path.stat().st_size for path in into.iterdir())
    print(f"{total / 1e6:.2f} MB in {into}")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="the folder that train.py worked in")
    parser.add_argument("--into", type=Path, default=HOME)
    given = parser.parse_args()
    export(given.work, given.into)


if __name__ == "__main__":
    main()
