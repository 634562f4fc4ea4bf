"""Every state of the window: drawn by one command, and walked through by tests.

``python -m tests.gui.screens FOLDER [NAME…]`` draws each as a picture in light, dark, at 2×, in Chinese and from right
to left (without a screen).  :mod:`.states` has the states, :mod:`.stage` the window they are shown in.
"""
