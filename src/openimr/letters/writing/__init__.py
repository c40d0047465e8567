"""Writing a Final Determination letter as PDF, DOCX, HTML or plain text.

All formats say the same: they are rendered from one content model (``content.py``), made from the
determination and its cover (``compose.py``) and the dated legal notices (``notices.yaml``).
"""

from __future__ import annotations

from openimr.letters.writing.content import UnwritableText
from openimr.letters.writing.missing import MissingContent, missing_content
from openimr.letters.writing.write import FORMATS, render, write

__all__ = ["FORMATS", "MissingContent", "UnwritableText", "missing_content", "render", "write"]
