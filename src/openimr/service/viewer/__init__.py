"""Looking at a stored paper page by page: pictures, thumbnails, words found and lit, zoom and turning.

The room knows papers, not cases: whoever mounts it says in ``authorize`` who may see what, and in
``on_page_opened`` what becomes of the fact that a page was opened. Every PDF is opened in the limited child
process of :mod:`openimr.pages`; one that can't be shown is a sentence on the page, never an error.
"""

from openimr.service.viewer.drawing import Unshowable
from openimr.service.viewer.mounting import urls
from openimr.service.viewer.paper import Authorize, OnPageOpened, Paper
from openimr.service.viewer.showing import picture_response, shown

__all__ = ["Authorize", "OnPageOpened", "Paper", "Unshowable", "picture_response", "shown", "urls"]
