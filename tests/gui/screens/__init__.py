"""Every state of the window: drawn by one command, compared with what was accepted, and walked through by tests.

``python -m tests.gui.screens FOLDER [NAME…]`` draws each as a picture in light, dark, at 2×, in Chinese and from right
to left (without a screen), for people to look at.  :mod:`.states` has the states, :mod:`.stage` the window they are
shown in.

``tests/gui/test_screens.py`` compares them with the small pictures in ``tests/gui/references``.  Fonts are those of the
machine, and one pixel more in a letter moves half a window: compared screens are drawn with a font of our own
(:mod:`.make_font`), in a process that finds no other (:mod:`.drawing`), and with some tolerance (:mod:`.compare`).
What can be told without a picture is tested in every state as well: nothing cut, nothing over something else, nothing
empty, everything mirrored, named and translated (``test_accessibility.py``, ``test_languages.py``).
"""
