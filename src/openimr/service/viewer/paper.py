"""What the viewer is given: a paper that its reader may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openimr.archive import Storage


@dataclass(frozen=True, slots=True)
class Paper:
    """A stored PDF that one reader may see.

    Attributes:
        id: what its room calls it; handed to ``on_page_opened``.
        title: as it is shown.
        sha256: of its bytes, which are in ``storage``.
        storage: where they lie.
        pages: how many it has.
        base: the address of its viewer, ending in ``/``; pictures lie below it.
        opened: the pages this reader has opened; ``None`` where that is not noted.
        save: where it can be had as a file, "" if nowhere.
    """

    id: str
    title: str
    sha256: str
    storage: Storage
    pages: int
    base: str
    opened: frozenset[int] | None = None
    save: str = ""


#: Called with the paper's id, the page (from 1) and the user when a page could be shown as the open one;
#: thumbnails and pictures fetched ahead do not count. Called anew each time: the first time is the caller's to know.
OnPageOpened = Callable[[str, int, Any], None]
