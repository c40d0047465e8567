"""Sentences from a grammar: alternatives, rules that name rules, and slots for the facts of one letter.

A rule is a list of templates. In a template ``[a|b|]`` is one of several wordings: they nest, one may be empty, and
of plain words the first come more often. ``{rule}`` is another rule, ``{fact}`` a fact of the letter. A rule whose
name begins with ``zipf_`` is a list of words by rank: the word of rank r is drawn about in proportion to 1/r, as
words fall in real prose.

Everything is compiled once, so that a sentence costs a few microseconds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from openimr.samples.stock import BadSampleData


class Speaker(Protocol):
    """Whoever says a sentence: a source of numbers from 0 up to 1, the facts to fill in, the words said last."""

    @property
    def roll(self) -> Callable[[], float]: ...  # noqa: D102

    @property
    def facts(self) -> Mapping[str, str]: ...  # noqa: D102

    #: By the number of a word list, which of its words was taken last; -1 for none.
    @property
    def last(self) -> list[int]: ...  # noqa: D102


Node = Callable[[Speaker], str]
#: A compiled template: a pattern with a %s for each of the nodes; without nodes, the words themselves.
Part = tuple[str, tuple[Node, ...]]
_TOKEN = re.compile(r"[\[\]|]|\{[a-z_0-9A-Z]+\}|[^\[\]|{}]+")


class Grammar:
    """Compiled rules, by name.

    Args:
        rules: the templates of each rule.
        words: word lists drawn by rank, for rules whose names begin with ``zipf_``.
        facts: the names that the letter's facts fill.

    Raises:
        BadSampleData: a template names neither a rule nor a fact, or its brackets do not match.
    """

    def __init__(
        self, rules: Mapping[str, Sequence[str]], words: Mapping[str, Sequence[str]], facts: Iterable[str]
    ) -> None:
        self._facts = frozenset(facts)
        self._templates = {name: list(templates) for name, templates in rules.items()}
        self._numbers = {name: number for number, name in enumerate([*words, *rules])}
        self._rules: dict[str, Node] = {
            name: ranked([(word, ()) for word in options], self._numbers[name])
            for name, options in words.items()
        }
        self._open: list[str] = []
        for name in rules:
            self._made(name)

    def _made(self, name: str) -> Node:
        """The rule of that name, compiled now if it was not before: rules call one another directly."""
        if name in self._rules:
            return self._rules[name]
        if name in self._open:
            raise BadSampleData(f"samples/population: rule {name} ends up in itself: {self._open}")
        if not self._templates[name]:
            raise BadSampleData(f"samples/population: rule {name} has no template")
        self._open.append(name)
        parts = [self._compile(name, text) for text in self._templates[name]]
        self._open.pop()
        # a rule of words is drawn by rank, a rule of sentences evenly
        node = ranked(parts, self._numbers[name]) if name.startswith("zipf_") else choice(parts)
        self._rules[name] = node
        return node

    @property
    def size(self) -> int:
        """How many rules there are: as long is the list in which a speaker keeps what was said last."""
        return len(self._numbers)

    def rule(self, name: str) -> Node:
        """The rule of that name."""
        return self._rules[name]

    def template(self, text: str) -> Part:
        """One template, compiled beside the rules."""
        return self._compile("(template)", text)

    def _compile(self, rule: str, text: str) -> Part:
        tokens = _TOKEN.findall(text)
        if "".join(tokens) != text:
            raise BadSampleData(f"samples/population: rule {rule}: cannot be read: {text!r}")
        part, rest = self._sequence(rule, tokens)
        if rest:
            raise BadSampleData(f"samples/population: rule {rule}: brackets do not match: {text!r}")
        return part

    def _sequence(self, rule: str, tokens: list[str]) -> tuple[Part, list[str]]:
        parts: list[str | Node] = []
        while tokens and tokens[0] not in ("|", "]"):
            first, tokens = tokens[0], tokens[1:]
            if first == "[":
                options: list[Part] = []
                while True:
                    option, tokens = self._sequence(rule, tokens)
                    options.append(option)
                    if not tokens:
                        raise BadSampleData(f"samples/population: rule {rule}: a bracket is left open")
                    closing, tokens = tokens[0], tokens[1:]
                    if closing == "]":
                        break
                parts.append(choice(options))
            elif first.startswith("{"):
                parts.append(self._named(rule, first[1:-1]))
            else:
                parts.append(first)
        return joined(parts), tokens

    def _named(self, rule: str, name: str) -> Node:
        if name in self._facts:
            return lambda speaker: speaker.facts[name]
        if name not in self._numbers:
            raise BadSampleData(f"samples/population: rule {rule}: {{{name}}} is neither a rule nor a fact")
        return self._made(name)


def joined(parts: Sequence[str | Node]) -> Part:
    """The parts one after the other."""
    if all(isinstance(part, str) for part in parts):
        return "".join(str(part) for part in parts), ()
    pattern = "".join(part.replace("%", "%%") if isinstance(part, str) else "%s" for part in parts)
    return pattern, tuple(part for part in parts if not isinstance(part, str))


def choice(options: Sequence[Part]) -> Node:
    """One of the options: templates evenly, plain words so that the first ones come more often than the last."""
    count = len(options)
    if not any(nodes for _, nodes in options):
        texts = [text for text, _ in options]
        return lambda speaker: texts[int(speaker.roll() * speaker.roll() * count)]

    def pick(speaker: Speaker) -> str:
        pattern, nodes = options[int(speaker.roll() * count)]
        return pattern % tuple([node(speaker) for node in nodes]) if nodes else pattern

    return pick


def ranked(options: Sequence[Part], number: int) -> Node:
    """One of the options by rank: a number r is drawn so that its logarithm is even, and option r is taken.

    The same option is not taken twice in a row by one speaker. ``number`` tells the lists apart.
    """
    count = len(options)
    span = float(count + 1)

    def pick(speaker: Speaker) -> str:
        index = int(span ** speaker.roll()) - 1
        last = speaker.last
        if last[number] == index:
            index = (index + 1 + int(speaker.roll() * (count - 1))) % count
        last[number] = index
        pattern, nodes = options[index]
        return pattern % tuple([node(speaker) for node in nodes]) if nodes else pattern

    return pick
