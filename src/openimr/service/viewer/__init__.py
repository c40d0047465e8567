"""Looking at a stored paper page by page: pictures, thumbnails, words found and lit, zoom and turning.

The room knows papers, not cases: the view that shows one has asked before whether its reader may see it, and
says in ``on_page_opened`` what becomes of the fact that a page was opened. Every PDF is opened in the limited
child process of :mod:`openimr.pages`; one that can't be shown is a sentence on the page, never an error.
"""

from openimr.service.viewer.drawing import Unshowable
from openimr.service.viewer.paper import OnPageOpened, Paper
from openimr.service.viewer.showing import alone, picture_response, saved, shown

__all__ = ["OnPageOpened", "Paper", "Unshowable", "alone", "picture_response", "saved", "shown"]
