"""Fictional Final Determination letters from a seed, with the truth beside them.

Nobody in these letters exists; every sentence was written for this project. The truth is known by
construction: no reader and no finder of terms has a part in it.

>>> from openimr import samples
>>> letter = next(iter(samples.letters(seed=1, count=1)))
>>> letter.determination.items[0].decision in ("upheld", "overturned")
True
"""

from openimr.samples.collection import collection
from openimr.samples.generator import letters
from openimr.samples.model import Planted, SampleLetter, Style
from openimr.samples.planting import KINDS, plant

__all__ = ["KINDS", "Planted", "SampleLetter", "Style", "collection", "letters", "plant"]
