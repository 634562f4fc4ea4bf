"""The two contrastive terms."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy


def several_right(logits: Tensor, true: Tensor, unsure: Tensor) -> Tensor:
    """InfoNCE where a row may have several right columns: each is set against the wrong ones only.

    ``logits`` (n, m), ``true`` and ``unsure`` bool (n, m). Unsure columns count for nothing. (Khosla et al. 2020,
    "Supervised Contrastive Learning", with the other positives left out of the denominator.)
    """
    wrong = logits.masked_fill(true | unsure, float("-inf")).logsumexp(dim=1, keepdim=True)
    loss = torch.nn.functional.softplus(wrong - logits)
    weight = true.float()
    return ((loss * weight).sum(dim=1) / weight.sum(dim=1)).mean()


def text_image(images: Tensor, texts: Tensor, scale: Tensor, true: Tensor, unsure: Tensor) -> Tensor:
    """The text-image term both ways. Rows have length 1; ``true[i, j]``: text i fits image j."""
    logits = scale * texts @ images.T
    return 0.5 * (several_right(logits, true, unsure) + several_right(logits.T, true.T, unsure.T))


def image_image(first: Tensor, second: Tensor, scale: float) -> Tensor:
    """Two views of the same picture find each other among all others, both ways (Chen et al. 2020, SimCLR)."""
    logits = scale * first @ second.T
    target = torch.arange(len(first))
    return 0.5 * (cross_entropy(logits, target) + cross_entropy(logits.T, target))
