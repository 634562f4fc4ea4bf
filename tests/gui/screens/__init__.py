"""Every state of the window: drawn by one command, and walked through by tests.

``python -m tests.gui.screens FOLDER [NAME…]`` draws each as a picture in light, dark, at 2×, in Chinese and from right
to left (without a screen).  :mod:`.states` has the states, :mod:`.stage` the window they are shown in.

Fonts are those of the machine, and one pixel more in a letter moves half a window: pictures from elsewhere cannot be
compared with these without passing over what matters.  Tests hold what a person would see on them instead: nothing cut,
nothing over something else, nothing empty, everything mirrored, named and translated (``test_accessibility.py``,
``test_languages.py``).
"""
