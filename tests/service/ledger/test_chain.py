"""The chain: every way of tampering is found, at its place."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openimr.service.ledger.chain import GENESIS, Entry, canonical
from openimr.service.ledger.verifying import verify


def chain(count: int) -> list[Entry]:
    entries: list[Entry] = []
    previous = GENESIS
    numbers: dict[str, int] = {}
    for position in range(1, count + 1):
        stream = f"case:CM26-{position % 3:07}"
        numbers[stream] = numbers.get(stream, 0) + 1
        blank = Entry(
            position=position,
            stream=stream,
            number=numbers[stream],
            type="note.added",
            data={"text": f"note {position}", "count": position},
            actor="user:1",
            role="intake",
            at=f"2026-03-03T10:00:{position % 60:02}.000000Z",
            rules="1+abc",
            submission=None,
            previous=previous,
            hash="",
        )
        entries.append(replace(blank, hash=blank.digest()))
        previous = entries[-1].hash
    return entries


def line(entry: Entry) -> bytes:
    return json.dumps(asdict(entry)).encode() + b"\n"


def end(entries: list[Entry], **extra: object) -> bytes:
    head = entries[-1].hash if entries else GENESIS
    return json.dumps({"end": {"entries": len(entries), "head": head, "exported": "now"}, **extra}).encode()


def exported(count: int = 12) -> list[bytes]:
    entries = chain(count)
    return [*map(line, entries), end(entries)]


def changed(raw: bytes, **values: object) -> bytes:
    return json.dumps({**json.loads(raw), **values}).encode()


def again(raw: bytes, **values: object) -> bytes:
    """The entry changed by somebody who also computed its hash anew."""
    entry = Entry(**{**json.loads(raw), **values})
    return line(replace(entry, hash=entry.digest()))


def test_a_whole_chain_is_whole():
    report = verify(exported())
    assert (report.ok, report.entries, report.problem) == (True, 12, None)
    assert "signature" in report.remarks[0]


TAMPERING = [
    # what was done, the lines after it, the line that must be named
    ("a letter of an entry flipped", lambda f: [*f[:4], f[4].replace(b"note 5", b"note 6"), *f[5:]], 5),
    ("another actor", lambda f: [*f[:4], changed(f[4], actor="user:2"), *f[5:]], 5),
    ("an entry changed and hashed anew", lambda f: [*f[:4], again(f[4], data={"text": "x"}), *f[5:]], 6),
    ("the last entry changed and hashed anew", lambda f: [*f[:11], again(f[11], role="x"), f[12]], 13),
    ("an entry dropped", lambda f: [*f[:4], *f[5:]], 5),
    ("the first entry dropped", lambda f: f[1:], 1),
    ("two entries swapped", lambda f: [*f[:4], f[5], f[4], *f[6:]], 5),
    ("an entry doubled", lambda f: [*f[:5], f[4], *f[5:]], 6),
    ("an entry inserted", lambda f: [*f[:5], again(f[4], position=6, previous=json.loads(f[4])["hash"]), *f[5:]], 6),
    ("the end cut off with its line", lambda f: f[:-1], 13),
    ("entries cut off before the end line", lambda f: [*f[:8], f[12]], 9),
    ("the file cut inside a line", lambda f: [*f[:6], f[6][:40]], 7),
    ("an entry after the end", lambda f: [*f, f[3]], 14),
    ("a field taken out", lambda f: [*f[:2], json.dumps({k: v for k, v in json.loads(f[2]).items() if k != "role"}).encode(), *f[3:]], 3),
    ("a field added", lambda f: [*f[:2], changed(f[2], extra=1), *f[3:]], 3),
    ("true for a number", lambda f: [changed(f[0], position=True), *f[1:]], 1),
    ("nothing at all", lambda f: [], 1),
]  # fmt: skip


@pytest.mark.parametrize(("what", "tamper", "line_number"), TAMPERING, ids=[one[0] for one in TAMPERING])
def test_tampering_is_found_at_its_place(what, tamper, line_number):
    report = verify(tamper(exported()))
    assert not report.ok
    assert report.problem is not None
    assert report.problem.line == line_number, report.problem


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_flipped_byte_is_found(data):
    lines = exported(8)
    which = data.draw(st.integers(0, 7))
    place = data.draw(st.integers(0, len(lines[which]) - 2))
    new = data.draw(st.sampled_from(b'0aZ"{}:, '))
    raw = bytearray(lines[which])
    if raw[place] == new:
        return
    raw[place] = new
    try:
        same = json.loads(bytes(raw)) == json.loads(lines[which])
    except ValueError:
        same = False
    report = verify([*lines[:which], bytes(raw), *lines[which + 1 :]])
    assert report.ok is same  # a blank more between two fields changes nothing that was said


@settings(max_examples=100, deadline=None)
@given(st.permutations(range(6)))
def test_any_other_order_is_found(order):
    entries = [line(one) for one in chain(6)]
    report = verify([*(entries[place] for place in order), end(chain(6))])
    assert report.ok is (list(order) == sorted(order))


def test_who_cuts_the_chain_and_writes_a_new_end_is_told_by_the_signature(tmp_path):
    from datetime import UTC, datetime

    from openimr.samples.authority import authority
    from openimr.service.issuing.credential import credential, sealing

    files = authority(tmp_path / "authority", at=datetime.now(UTC))
    key = credential(tmp_path)
    entries = chain(9)

    def signed(count: int) -> bytes:
        told = {"entries": count, "head": entries[count - 1].hash, "exported": "now"}
        signature, certificate = sealing(key, canonical(told))
        return json.dumps(
            {"end": told, "signature": base64.b64encode(signature).decode(), "certificate": certificate}
        ).encode()

    root = files.root.read_bytes()
    lines = [line(one) for one in entries]
    whole = verify([*lines, signed(9)], root=root)
    assert whole.ok
    assert "TEST" in (whole.signed_by or "")
    forged = json.loads(signed(9))
    forged["end"] = {"entries": 5, "head": entries[4].hash, "exported": "now"}
    cut = verify([*lines[:5], json.dumps(forged).encode()], root=root)
    assert "signature" in (cut.problem.message if cut.problem else "")
    unsigned = verify([*lines[:5], end(entries[:5])], root=root)
    assert "not signed" in (unsigned.problem.message if unsigned.problem else "")
    stranger = authority(tmp_path / "other", at=datetime.now(UTC))
    other = verify([*lines, signed(9)], root=stranger.root.read_bytes())
    assert "did not issue" in (other.problem.message if other.problem else "")


def test_a_known_head_must_be_in_the_chain():
    entries = chain(9)
    lines = [*map(line, entries), end(entries)]
    assert verify(lines, head=entries[4].hash).ok
    shorter = [*map(line, entries[:3]), end(entries[:3])]
    assert not verify(shorter, head=entries[4].hash).ok


def test_canonical_json_has_one_form():
    assert canonical({"b": 1, "a": ["ü", None]}) == '{"a":["ü",null],"b":1}'.encode()
    with pytest.raises(ValueError, match="floats"):
        canonical({"a": {"b": [1.5]}})
