"""Reading every letter again, on local processes and through Daft on a Ray of two workers, in turn.

    python -m benchmarks.batch [letters] [rounds]

Fictional letters from a seed, half of them PDF. Prints letters a second of each engine, best and median of the
rounds, with the workers started and warm (Ray) and with their start (processes); the results must be equal.
"""

from __future__ import annotations

import hashlib
import os
import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from openimr import letters, samples
from openimr.archive import Folder, batch
from openimr.archive.loading.model import Task
from openimr.archive.loading.work import read_all

SIZE = 25


def main(count: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as root:
        kept = Folder(Path(root))
        names = []
        for number, letter in enumerate(samples.letters(seed=4, count=count)):
            if number % 2:
                names.append(kept.put(letters.render(letter.determination, "pdf")))
            else:
                names.append(kept.put(letter.text.encode()))
        names = list(dict.fromkeys(names))
        function = partial(read_all, storage=kept, reader="benchmark")
        tasks = [Task("kept", name, name, sha256=name) for name in names]
        cluster = _cluster()
        ways: dict[str, dict[str, object]] = {
            "processes, 1": {"engine": "processes", "workers": 1},
            "processes, 2": {"engine": "processes", "workers": 2},
            "ray, 2": {"engine": "ray"},
        }
        seconds: dict[str, list[float]] = {way: [] for way in ways}
        digests = set()
        for turn in range(rounds + 1):
            for way, options in ways.items():
                chunks = batch.in_chunks(((task, task) for task in tasks), SIZE)
                start = time.perf_counter()
                found = list(batch.over(function, chunks, **options))  # type: ignore[arg-type]
                spent = time.perf_counter() - start
                assert not [one.refused for one in found if one.refused]
                digests.add(
                    hashlib.sha256(
                        repr(sorted((o.key.sha256, repr(o.result)) for o in found)).encode()
                    ).hexdigest()
                )
                if turn:  # the first turn starts Ray's workers
                    seconds[way].append(spent)
        assert len(digests) == 1, "the engines disagree"
        for way, spent_all in seconds.items():
            best, median = len(names) / min(spent_all), len(names) / statistics.median(spent_all)
            print(
                f"{way:14} {median:7.0f} letters a second (median), {best:.0f} (best), n {len(names)}, {rounds} rounds"
            )
        import ray

        ray.shutdown()
        cluster.shutdown()


def _cluster():
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    from ray.cluster_utils import Cluster

    store = 200 << 20
    cluster = Cluster(
        initialize_head=True,
        head_node_args={"num_cpus": 0, "object_store_memory": store, "include_dashboard": False},
    )
    for _ in range(2):
        cluster.add_node(num_cpus=1, object_store_memory=store)
    os.environ["RAY_ADDRESS"] = cluster.address
    return cluster


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    main(*[*given, *(2_000, 3)[len(given) :]])
