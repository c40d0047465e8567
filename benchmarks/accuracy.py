"""Accuracy of the reader on real letters, against hand-made data: `python -m benchmarks.accuracy`.

Prints, per field and per half of the split, how much of it is right and of how many. Digests stand for
wording (see gold/README.md), so the data can be published without the letters.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

GOLD = Path(__file__).parent / "gold"
ROOT = Path(__file__).resolve().parent.parent
WORDING = ("heading", "disputed", "original_request", "authorized", "rationale_first", "rationale_last")

#: Field to (least share wanted, what it means), in the order printed.
WANTED = {
    "items": 1.0, "heading": 1.0, "decision": 1.0, "header": 0.995, "licensed_states": 0.995,
    "certifications": 0.98, "age": 0.98, "sex": 0.98, "disputed": 0.97, "category": 0.92, "drugs": 0.95,
    "visits": 0.95, "body_parts": 0.92, "side": 0.95, "citations": 0.97, "sections": 0.93,
    "diagnoses": 0.85, "rationale_first": 0.99, "rationale_last": 0.99, "injury_date": None,
    "ur_decision_date": None, "retrospective": None, "original_request": None, "authorized": None,
    "frequency_per_week": None, "weeks": None, "ingredients": None, "refills": None, "pages": None,
}  # fmt: skip


def shared() -> Path:
    """The folder that holds the real letters."""
    return Path(os.environ.get("OPENIMR_SHARED", ROOT.parent / "shared"))


def plain(text: str | None) -> str:
    """Lower-case words with one blank between, without punctuation at the ends."""
    text = re.sub(r"\s+", " ", text or "").strip().lower()
    text = re.sub(r"(\w)- (?=\w)", r"\1-", text).replace("’", "'").replace("“", '"').replace("”", '"')
    return text.strip(" .,:;\"'()")


def digest(text: str | None) -> str | None:
    """Stands for a piece of wording."""
    if not text:
        return None
    return hashlib.sha256(plain(text).encode()).hexdigest()[:16]


def seal(gold: dict[str, Any]) -> dict[str, Any]:
    """Hand-made data with its wording replaced by digests."""
    out: dict[str, Any] = json.loads(json.dumps(gold))
    out["summary"]["diagnoses"] = [digest(d) for d in out["summary"]["diagnoses"]]
    out["summary"].pop("text", None)
    for item in out["items"]:
        for name in WORDING:
            item[name] = digest(item.get(name))
        for side in ("administrator_citations", "reviewer_citations"):
            for citation in item[side]:
                citation.pop("text", None)
    return out


class Score:
    """Counts of right, missed and added values per field."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()
        self.added: Counter[str] = Counter()
        self.wrong: list[str] = []

    def one(self, field: str, where: str, wanted: Any, got: Any) -> None:
        """A field with one value."""
        if wanted == got:
            self.right[field] += 1
        else:
            self.missed[field] += 1
            self.added[field] += 1
            self.wrong.append(f"{field}\t{where}\twanted {wanted!r}\tgot {got!r}")

    def many(
        self, field: str, where: str, wanted: list[Any], got: list[Any], shown: list[Any] | None = None
    ) -> None:
        """A field with several values, compared as bags."""
        w, g = Counter(map(_key, wanted)), Counter(map(_key, got))
        self.right[field] += sum((w & g).values())
        self.missed[field] += sum((w - g).values())
        self.added[field] += sum((g - w).values())
        if w != g:
            self.wrong.append(
                f"{field}\t{where}\tmissed {list(w - g)!r}\tadded {list(g - w)!r} {shown or ''}"
            )

    def share(self, field: str) -> float:
        """The share right, or F1 of a field with several values."""
        both = 2 * self.right[field] + self.missed[field] + self.added[field]
        return 2 * self.right[field] / both if both else 1.0

    def count(self, field: str) -> int:
        """How many values were wanted."""
        return self.right[field] + self.missed[field]


def _key(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _name(text: str | None) -> str:
    return re.sub(r"[^a-z0-9]+", " ", (text or "").lower().replace("&", "and")).strip()


def _citation(c: dict[str, Any]) -> list[Any]:
    return [c["source"], _name(c["guideline"]) if c["source"] != "Other" else "", c["year"]]


def score_letter(score: Score, gold: dict[str, Any], read: dict[str, Any]) -> None:
    """Compare what was read of one letter (JSON of `openimr read`) with its sealed data."""
    case = gold["case_number"]
    score.one("header", case, gold["case_number"], read["case_number"])
    score.one("header", case, gold["priority"], read["priority"])
    for name, value in gold["dates"].items():
        score.one("header", f"{case} {name}", value, read["dates"][name])
    score.many(
        "licensed_states", case, gold["reviewer"]["licensed_states"], read["reviewer"]["licensed_states"]
    )
    score.many(
        "certifications",
        case,
        [_name(c) for c in gold["reviewer"]["certifications"]],
        [_name(c) for c in read["reviewer"]["certifications"]],
    )
    for name in ("age", "sex", "injury_date", "ur_decision_date"):
        score.one(name, case, gold["summary"][name], read["summary"][name])
    found = read["summary"]["diagnoses"]
    score.many("diagnoses", case, gold["summary"]["diagnoses"], [digest(d) for d in found], found)
    score.one("items", case, len(gold["items"]), len(read["items"]))
    for wanted, got in zip(gold["items"], read["items"], strict=False):
        where = f"{case} item {wanted['number']}"
        words = (got["rationale"] or "").split()
        ends = {"rationale_first": " ".join(words[:5]), "rationale_last": " ".join(words[-5:])}
        for name in WORDING:
            value = ends[name] if name in ends else got[name]
            if wanted.get(name) != digest(value):
                score.one(name, where, wanted.get(name), value)
            else:
                score.right[name] += 1
        for name in (
            "decision",
            "category",
            "side",
            "visits",
            "frequency_per_week",
            "weeks",
            "retrospective",
        ):
            score.one(name, where, wanted[name], got[name])
        score.many("body_parts", where, wanted["body_parts"], got["body_parts"])
        score.many(
            "drugs",
            where,
            [[_name(d["name"]), _strength(d["strength"]), d["quantity"]] for d in wanted["drugs"]],
            [[_name(d["name"]), _strength(d["strength"]), d["quantity"]] for d in got["drugs"]],
        )
        score.many(
            "ingredients",
            where,
            [i for d in wanted["drugs"] for i in d["ingredients"]],
            [i for d in got["drugs"] for i in d["ingredients"]],
        )
        score.many(
            "refills", where, [d["refills"] for d in wanted["drugs"]], [d["refills"] for d in got["drugs"]]
        )
        for side in ("administrator_citations", "reviewer_citations"):
            score.many(
                "citations",
                f"{where} {side[:5]}",
                [_citation(c) for c in wanted[side]],
                [_citation(c) for c in got[side]],
                [c["text"] for c in got[side]],
            )
            score.many(
                "sections",
                f"{where} {side[:5]}",
                [_name(s) for c in wanted[side] for s in c["sections"]],
                [_name(s) for c in got[side] for s in c["sections"]],
            )
            score.many(
                "pages",
                f"{where} {side[:5]}",
                [c["pages"] for c in wanted[side] if c["pages"]],
                [c["pages"] for c in got[side] if c["pages"]],
            )


def _strength(text: str | None) -> str:
    return (text or "").replace(" ", "").lower()


def measure(half: str, form: str = "pdf") -> tuple[Score, int]:
    """Read the letters of one half of the split and score them; the second value is how many."""
    from openimr import letters

    score = Score()
    cases = json.loads((GOLD / "split.json").read_text())[half]
    done = 0
    for case in cases:
        path = shared() / "letters" / form / f"{case}.{'pdf' if form == 'pdf' else 'txt'}"
        gold = GOLD / half / f"{case}.json"
        if not path.exists() or not gold.exists():
            continue
        read = letters.to_json(letters.read(path))
        score_letter(score, json.loads(gold.read_text()), read)
        done += 1
    return score, done


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("develop", "test", "both"), default="both")
    parser.add_argument("--form", choices=("pdf", "text"), default="pdf")
    parser.add_argument(
        "--wrong", action="store_true", help="list what is wrong (of the develop letters only)"
    )
    options = parser.parse_args()
    for half in ("develop", "test") if options.half == "both" else (options.half,):
        score, n = measure(half, options.form)
        if not n:
            print(
                f"{half}: the real letters are not here ({shared()}); nothing was measured", file=sys.stderr
            )
            continue
        print(f"{half}: {n} letters, {options.form}")
        for field, wanted in WANTED.items():
            share = score.share(field)
            mark = (
                "" if wanted is None else f"  wanted {wanted:6.1%}" + ("" if share >= wanted else "  BELOW")
            )
            print(f"  {field:20s} {share:6.1%}  n={score.count(field):4d}{mark}")
        if options.wrong and half == "develop":
            print("\n".join(score.wrong))


if __name__ == "__main__":
    main()
