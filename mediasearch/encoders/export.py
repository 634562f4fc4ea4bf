"""The two towers of an open_clip network, written down for the light runtime.

A text of five words takes ten of CLIP's 77 places, and the tower computes all of them.  Where no place looks at those
behind it (a causal mask), what follows the end of a text cannot matter: such a tower is written down for texts of any
length, and :class:`~mediasearch.encoders.runtime.OpenVinoTextEncoder` leaves the padding away.  Three descriptions for
ViT-B/32 take a fifth or a quarter of the time (10 instead of 47 ms in bf16, 26 instead of 103 ms in single precision,
one thread), and every bit of their vectors stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mediasearch.encoders.base import Model
from mediasearch.encoders.runtime import import_openvino, takes_pixels
from mediasearch.encoders.torch_clip import import_open_clip


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
    _export(_forwarding(network, "encode_image"), pixels, pixels.shape[1:], "image", model, half)
    texts = torch.from_numpy(tokens[:2])
    causal = _causal(network, texts) if model.tokenization.kind == "bpe" else None
    if causal is not None:
        _export(causal, texts, [-1], "text", model, half)
    else:
        _export(_forwarding(network, "encode_text"), texts, texts.shape[1:], "text", model, half)


def _export(module: Any, example: Any, shape: Sequence[int], tower: str, model: Model, half: bool) -> None:
    """``shape``: of one picture or text; -1 for any length."""
    import torch

    ov = import_openvino()
    with torch.inference_mode(False), torch.no_grad():
        network = ov.convert_model(module, example_input=example, input=[ov.PartialShape([-1, *shape])])
    if tower == "image":
        network = takes_pixels(ov, network, model)
    ov.save_model(network, model.directory / f"{tower}.xml", compress_to_fp16=half)


def _causal(network: Any, tokens: Any) -> Any:
    """The text tower of ``network`` for tokens of any length; None when it is not causal, or of another making."""
    import torch

    text_global_pool = import_open_clip().transformer.text_global_pool
    tower = getattr(network, "text", network)
    mask = getattr(tower, "attn_mask", None)
    if mask is None or getattr(tower, "cls_emb", None) is not None or getattr(tower, "use_pad_mask", False):
        return None
    pool = getattr(tower, "text_pool_type", None) or getattr(tower, "pool_type", None)
    end = getattr(tower, "text_eos_id", None) or getattr(tower, "eos_id", None)
    if pool not in ("argmax", "eos"):  # others look at the padding
        return None

    class Causal(torch.nn.Module):
        """As open_clip's ``encode_text``, as far as the text goes."""

        def __init__(self) -> None:
            super().__init__()
            self.tower = tower

        def forward(self, text: Any) -> Any:
            length = text.shape[1]
            x = self.tower.token_embedding(text) + self.tower.positional_embedding[:length]
            x = self.tower.transformer(x, attn_mask=self.tower.attn_mask[:length, :length])
            x = text_global_pool(self.tower.ln_final(x), text, pool, eos_token_id=end)
            projection = self.tower.text_projection
            if projection is None:
                return x
            return projection(x) if isinstance(projection, torch.nn.Linear) else x @ projection

    module = Causal().eval()
    short = tokens[:, : int(tokens.any(dim=0).nonzero().max()) + 1]
    with torch.no_grad():
        try:
            same = torch.allclose(module(short), network.encode_text(tokens), rtol=1e-3, atol=1e-4)
        except (RuntimeError, TypeError, AttributeError):  # a tower put together in another way
            return None
    return module if same else None


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
