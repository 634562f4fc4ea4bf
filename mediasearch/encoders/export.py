"""The two towers of an open_clip network, written down for the light runtime."""

from __future__ import annotations

from typing import Any

from mediasearch.encoders.base import Model
from mediasearch.encoders.runtime import import_openvino, takes_pixels


def export_towers(network: Any, model: Model, tokens: Any, half: bool) -> None:
    """Write ``image.xml``, ``image.bin``, ``text.xml`` and ``text.bin`` (OpenVINO IR) into ``model.directory``.

    ``tokens``: ``int64 (n, context_length)``, real ones, to follow the network's steps with.  ``half``: weights are
    kept in half precision, which takes half the room on disk and in memory.  The vectors that come out have any
    length.  Raises what torch and the runtime raise.
    """
    import torch

    # The fused attention of torch's own encoder layers is no step that could be followed.
    torch.backends.mha.set_fastpath_enabled(False)
    size = model.preprocess.size
    pixels = torch.rand(2, 3, size, size)
    if hasattr(network.visual, "trunk"):
        from timm.utils.model import reparameterize_model

        # Branches that only training needs become one convolution: MobileCLIP takes an eighth less time.
        reparameterize_model(network.visual, inplace=True)
    _export(_forwarding(network, "encode_image"), pixels, "image", model, half)
    _export(_forwarding(network, "encode_text"), torch.from_numpy(tokens[:2]), "text", model, half)


def _export(module: Any, example: Any, tower: str, model: Model, half: bool) -> None:
    import torch

    ov = import_openvino()
    any_number = ov.PartialShape([-1, *example.shape[1:]])
    with torch.inference_mode(False), torch.no_grad():
        network = ov.convert_model(module, example_input=example, input=[any_number])
    if tower == "image":
        network = takes_pixels(ov, network, model)
    ov.save_model(network, model.directory / f"{tower}.xml", compress_to_fp16=half)


def _forwarding(network: Any, method: str) -> Any:
    """``network`` as a module whose ``forward`` is another of its methods."""
    import torch

    class Tower(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network = network

        def forward(self, inputs: Any) -> Any:
            return getattr(self.network, method)(inputs)

    return Tower().eval()
