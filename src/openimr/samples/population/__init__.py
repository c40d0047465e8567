"""The population: determinations by the million, as an archive holds them, with the truth beside them.

Volumes, shares of categories and outcomes by year follow the programme's published statistics; words, passages
and lengths behave as in real letters. Every sentence was written for this project and nobody in it exists.

>>> from openimr.samples.population import sampled
>>> one = next(sampled(seed=1, count=1))
>>> one.truth.case_number == one.determination.case_number
True
"""

from openimr.samples.population.generating import determinations, sampled
from openimr.samples.population.model import ItemTruth, Passage, Sampled, Truth
from openimr.samples.population.records import truth_json, truth_path, write
from openimr.samples.population.writing import passage

__all__ = [
    "ItemTruth",
    "Passage",
    "Sampled",
    "Truth",
    "determinations",
    "passage",
    "sampled",
    "truth_json",
    "truth_path",
    "write",
]
