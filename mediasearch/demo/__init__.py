"""A renderer of endless captioned pictures: it trains the starter model, feeds the tests and draws the demo."""

from mediasearch.demo.captions import LANGUAGES, Caption
from mediasearch.demo.collection import draw_collection
from mediasearch.demo.picture import KINDS, SCENES, Picture, render

__all__ = ["KINDS", "LANGUAGES", "SCENES", "Caption", "Picture", "draw_collection", "render"]
