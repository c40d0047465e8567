"""The same work through Daft on a Ray cluster of two workers, some of which are killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

for package in ("ray", "daft"):
    pytest.importorskip(package, reason="the packages of openimr[batch] are not installed")

from openimr.archive import batch  # noqa: E402
from tests.archive.batch import deeds  # noqa: E402


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A head without processors and two nodes with one each, on this machine; found by RAY_ADDRESS."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        import ray
        from ray.cluster_utils import Cluster

        store = 100 << 20
        cluster = Cluster(
            initialize_head=True,
            head_node_args={"num_cpus": 0, "object_store_memory": store, "include_dashboard": False},
        )
        for _ in range(2):
            cluster.add_node(num_cpus=1, object_store_memory=store)
        patch.setenv("RAY_ADDRESS", cluster.address)
        patch.setenv("OPENIMR_BATCH_ENGINE", "ray")
        yield cluster
        ray.shutdown()
        cluster.shutdown()


def chunks(count: int, size: int = 5) -> Iterator[list[tuple[str, int]]]:
    return batch.in_chunks(((f"key {number}", number) for number in range(count)), size)


@pytest.mark.parametrize("address", ["127.0.0.1:1", "nowhere"])
def test_an_address_where_nobody_answers_is_said(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("RAY_ADDRESS", address)
    with pytest.raises(batch.BatchError, match=f"No Ray cluster answers at RAY_ADDRESS '{address}'"):
        batch.over(deeds.squared, chunks(5), engine="ray")


def test_a_ray_worker_killed_in_mid_run_loses_nothing(cluster: Any) -> None:
    killed = 0
    found: list[Any] = []
    for outcome in batch.over(deeds.slow, chunks(240)):
        found.append(outcome)
        _, _, ray_worker = outcome.result
        if not killed and len(found) == 30:
            killed = ray_worker
            os.kill(ray_worker, signal.SIGKILL)
    assert sorted(one.result[0] for one in found) == list(range(240))
    assert len({one.key for one in found}) == 240
    workers = {one.result[2] for one in found}
    assert killed in workers
    assert len(workers) >= 2


def test_an_input_that_kills_its_process_is_refused_and_costs_no_ray_worker(
    cluster: Any, tmp_path: Path
) -> None:
    found = list(batch.over(partial(deeds.poisoned, kills=(7,), seen=str(tmp_path)), chunks(60)))
    assert len(found) == 60
    assert {one.key: one.refused for one in found if one.refused} == {
        "key 7": "Work on this input ended 2 worker processes, the last of which was ended by signal 9;"
        " look at it by itself."
    }
    # Once in company and twice alone: three workers of the crew, and it was never begun again by Ray.
    assert (tmp_path / "7").read_text().split() == ["5", "1", "1"]
    assert {one.key: one.result for one in found if not one.refused} == {
        f"key {n}": n * n for n in range(60) if n != 7
    }


def test_a_node_lost_in_mid_run_loses_nothing(cluster: Any) -> None:
    lost = sorted(cluster.worker_nodes, key=str)[-1]
    found: list[Any] = []
    workers: set[int] = set()
    for outcome in batch.over(deeds.slow, chunks(240)):
        found.append(outcome)
        workers.add(outcome.result[2])
        if lost is not None and len(workers) == 2:
            cluster.remove_node(lost, allow_graceful=False)
            lost = None
    assert lost is None
    assert sorted(one.result[0] for one in found) == list(range(240))
    assert len({one.key for one in found}) == 240
    assert len([pid for pid in workers if not Path(f"/proc/{pid}/exe").exists()]) == 1


def test_a_cluster_without_a_worker_is_said_and_not_waited_for(
    cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openimr.archive.batch.on_ray._PATIENCE", 1.0)
    for node in list(cluster.worker_nodes):
        cluster.remove_node(node)
    with pytest.raises(batch.BatchError, match="has had no worker for 1 seconds"):
        list(batch.over(deeds.squared, chunks(10)))
