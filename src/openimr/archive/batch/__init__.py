"""Work over the whole archive: one pure function over many inputs, on this machine or on a Ray cluster.

    chunks = batch.in_chunks(((task, task) for task in left), 50)
    for outcome in batch.over(partial(read_all, storage=folder, reader=version), chunks):
        ...  # write outcome.result under outcome.key, commit now and then

The same function runs over a pool of local processes, which is the default, or through Daft on a Ray
cluster: by ``engine="ray"``, or by OPENIMR_BATCH_ENGINE=ray. What is done and what is left is known by the
caller's database alone; a caller that was killed asks it what is left and goes on.
"""

from openimr.archive.batch.model import ENGINES, BatchError, Engine, Outcome, Progress
from openimr.archive.batch.running import in_chunks, over

__all__ = [
    "ENGINES",
    "BatchError",
    "Engine",
    "Outcome",
    "Progress",
    "in_chunks",
    "over",
]
