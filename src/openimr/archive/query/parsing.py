"""From what was typed to a tree.

    oxycodone "functional improvement" drug:diazepam decision:overturned -surgery
    (MRI OR "magnetic resonance") body:"lumbar spine" year:2015..2017

Words and quoted phrases are all wanted; ``OR`` and ``-`` (or ``NOT``) in capitals, round brackets, ``field:value`` and
ranges ``low..high`` with an open end if one is left out. The fields are in :mod:`openimr.archive.query.fields`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from openimr.archive.query.fields import lookup, names
from openimr.archive.query.tree import EVERYTHING, All, Any, Filter, Node, Not, Phrase, QueryProblem, Words

#: A query has at most as many characters, words and brackets in one another. Longer ones are no questions.
LONGEST = 1_000
MOST_WORDS = 60
DEEPEST = 20

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<open>\() | (?P<close>\))
  | (?P<field>[A-Za-z_][A-Za-z_-]*)\s*:(?=\s*[^\s:)]|\s*$)(?!//)
  | "(?P<phrase>[^"]*)(?P<end>"|$)
  | (?P<word>[^\s()"]+)
    """,
    re.VERBOSE,
)
#: Beginnings of guidelines' names, as they are printed before a colon.
_SOURCES = ("MTUS", "ODG", "ACOEM")
_RANGE = re.compile(r"(?P<low>[^\s()\".]*(?:\.[^\s()\".]+)*)\.\.(?P<high>[^\s()\"]*)")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


def parse(text: str) -> Node:
    """The tree of ``text``; an empty text means everything.

    Raises:
        QueryProblem: it can't be understood; the sentence says where and what to do.
    """
    if len(text) > LONGEST:
        raise QueryProblem(
            f"The search has {len(text):,} characters; at most {LONGEST:,} can be searched at once."
        )
    tokens = _tokens(text)
    if text.strip() and not tokens:
        raise QueryProblem("Only signs stand in the search: type a word, such as a drug or a treatment.", 0)
    if sum(token.kind in ("word", "phrase") for token in tokens) > MOST_WORDS:
        raise QueryProblem(f"The search has more than {MOST_WORDS} words: leave some out.")
    parser = _Parser(tokens, len(text))
    node = parser.either(0)
    if parser.token is not None:
        raise QueryProblem("A bracket is closed that was not opened: take the ) out.", parser.token.position)
    return node


def _tokens(text: str) -> list[_Token]:
    out: list[_Token] = []
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or ""
        start = found.start()
        if kind == "space":
            continue
        if found["end"] is not None:
            if not found["end"]:
                raise QueryProblem('A quotation mark is opened and not closed: add a ".', start)
            out.append(_Token("phrase", found["phrase"], start))
        elif kind == "word":
            word = found["word"]
            if word in ("OR", "|"):
                out.append(_Token("or", word, start))
            elif word in ("AND", "&"):
                out.append(_Token("and", word, start))
            elif word == "NOT":
                out.append(_Token("not", word, start))
            elif not any(one.isalnum() for one in word) and text[found.end() : found.end() + 1] not in (
                "(",
                '"',
            ):
                # A dash between words, a semicolon, a row of signs: nothing that could be looked for.
                out += [_Token("word", word, start)] if out and out[-1].kind == "field" else []
            elif word[0] in "-−" and not (out and out[-1].kind == "field"):
                # -word, -"a phrase", -(a group), -field:value
                out.append(_Token("not", "-", start))
                if word[1:]:
                    out += [
                        _Token(token.kind, token.text, token.position + start + 1)
                        for token in _tokens(word[1:])
                    ]
                    if ":" in word and out[-1].kind == "word":
                        _split_field(out)
            else:
                out.append(_Token("word", word, start))
        else:
            name = found[kind]
            if (
                kind == "field"
                and lookup(name) is None
                and (text[found.end() : found.end() + 1].isspace() or name.upper() in _SOURCES)
            ):
                # "ODG: Low Back", "Request: MRI": printed so, and no field of ours is meant.
                out.append(_Token("word", name, start))
            else:
                out.append(_Token(kind, name, start))
    return out


def _split_field(out: list[_Token]) -> None:
    token = out[-1]
    name, _, value = token.text.partition(":")
    if name and value and lookup(name):
        out[-1:] = [
            _Token("field", name, token.position),
            _Token("word", value, token.position + len(name) + 1),
        ]


class _Parser:
    """Takes tokens from the front; each method leaves those it does not want."""

    def __init__(self, tokens: list[_Token], length: int) -> None:
        self._tokens = tokens
        self._next = 0
        self._length = length

    @property
    def token(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def take(self) -> _Token:
        token = self._tokens[self._next]
        self._next += 1
        return token

    def _is(self, *kinds: str) -> bool:
        return self.token is not None and self.token.kind in kinds

    def either(self, depth: int) -> Node:
        parts = [self.every(depth)]
        while self._is("or"):
            sign = self.take()
            following = self.every(depth)
            if parts[-1] == EVERYTHING or following == EVERYTHING:
                raise QueryProblem(
                    "OR stands between two things; one of them is missing here.", sign.position
                )
            parts.append(following)
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def every(self, depth: int) -> Node:
        parts: list[Node] = []
        words: list[str] = []
        while self.token is not None and not self._is("or", "close"):
            if self._is("and"):
                self.take()
                continue
            if self._is("word"):
                words.append(self.take().text)
                continue
            if words:
                parts.append(Words(tuple(words)))
                words = []
            parts.append(self.one(depth))
        if words:
            parts.append(Words(tuple(words)))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def one(self, depth: int) -> Node:
        token = self.take()
        if token.kind == "not":
            if self.token is None or self._is("or", "and", "close"):
                raise QueryProblem("Something must follow a minus sign or NOT.", token.position)
            if self._is("not"):
                raise QueryProblem("Two minus signs follow one another: leave one out.", token.position)
            return Not(Words((self.take().text,)) if self._is("word") else self.one(depth))
        if token.kind == "phrase":
            return Phrase(token.text)
        if token.kind == "field":
            return self._filter(token)
        return self._group(token, depth)

    def _group(self, opening: _Token, depth: int) -> Node:
        if depth >= DEEPEST:
            raise QueryProblem(f"More than {DEEPEST} brackets stand in one another.", opening.position)
        node = self.either(depth + 1)
        if not self._is("close"):
            raise QueryProblem("A bracket is opened and not closed: add a ).", opening.position)
        self.take()
        return node

    def _filter(self, name: _Token) -> Node:
        field = lookup(name.text)
        if field is None:
            raise QueryProblem(
                f"There is no field {name.text}: the fields are {names()}. To look for the words themselves, put them"
                " in quotation marks.",
                name.position,
            )
        if self.token is None or not self._is("word", "phrase", "open"):
            raise QueryProblem(
                f"A value must follow {name.text}: for example {field.example}.", name.position
            )
        if self._is("open"):
            return self._values(field.name, name)
        value = self.take()
        if value.kind == "word" and (found := _RANGE.fullmatch(value.text)):
            if not field.ranged:
                raise QueryProblem(
                    f"{field.name} has no order, so no range can be asked for: for example {field.example}.",
                    value.position,
                )
            low, high = found["low"] or None, found["high"] or None
            if low is None and high is None:
                raise QueryProblem(
                    f"A range needs at least one end: for example {field.example}.", value.position
                )
            return Filter(field.name, low=low, high=high, position=name.position)
        values = (value.text,) if value.kind == "phrase" else tuple(v for v in value.text.split("|") if v)
        if not any(v.strip() for v in values):
            raise QueryProblem(
                f"The value of {name.text} is empty: for example {field.example}.", value.position
            )
        return Filter(field.name, values=values, position=name.position)

    def _values(self, field: str, name: _Token) -> Node:
        opening = self.take()
        values: list[str] = []
        while self._is("word", "phrase", "or"):
            token = self.take()
            if token.kind != "or":
                values.append(token.text)
        if not self._is("close"):
            raise QueryProblem(
                f"Between the brackets after {name.text} stand values, with OR between them, and then a ).",
                opening.position,
            )
        self.take()
        if not values:
            raise QueryProblem(f"Nothing stands between the brackets after {name.text}.", opening.position)
        return Filter(field, values=tuple(values), position=name.position)
