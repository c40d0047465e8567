"""From the tree of a query to a query of the index."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from tantivy import FieldType, Occur, Query

from openimr.archive.index.catalog import Catalog, fold
from openimr.archive.index.documents import day
from openimr.archive.index.fields import schema
from openimr.archive.query.fields import BY_NAME, QueryField
from openimr.archive.query.recognising import Recognized, recognize
from openimr.archive.query.terms import Stems, names_at, silent, stems
from openimr.archive.query.tree import All, Any, Filter, Node, Not, Phrase, QueryProblem, Words
from openimr.vocabulary import body_parts, drugs, states

#: Words of the disputed treatment weigh more than the same words in the prose.
_TITLE = 2.5
#: A name typed as such weighs more than the other names of the same.
_OTHER_NAME = 0.7
#: What a case number or a citation typed in names comes before all that only has the words.
_LIFTED_CASE, _LIFTED_CITATION = 1_000.0, 100.0
#: A filter by words that many values have takes the most frequent of them.
_MOST_VALUES = 1_000
_NUMBER = re.compile(r"\d{1,9}")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(slots=True)
class Compiled:
    """A query of the index.

    Attributes:
        query: that every part must match.
        loose: the same, but of its free words most are enough; ``None`` where that is no different.
        stems: what to highlight: each a word or the words of a phrase, as the index holds them.
        chosen: the filters of the query's outermost level, field to values, for showing and changing them.
        unknown: values that no entry has, as (field, value, the nearest values there are).
        recognized: case numbers and citations that free words were taken for. Their entries match beside those that
            have the words, and come first; the filters and exclusions beside the words hold for them as well.
    """

    query: Query
    loose: Query | None = None
    stems: list[Stems] = field(default_factory=list)
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    recognized: Recognized = field(default_factory=Recognized)


def compile_query(node: Node, catalog: Catalog) -> Compiled:
    """The query of ``node``.

    Raises:
        QueryProblem: a value has not the form that its field needs.
    """
    out = Compiled(Query.all_query())
    work = _Compiler(catalog, out)
    out.query = work.of(node)
    if work.optional:
        work.loose = True
        work.seen = False
        out.loose = work.of(node)
    for part in node.parts if isinstance(node, All) else (node,):
        if isinstance(part, Filter) and part.values:
            out.chosen[part.field] = out.chosen.get(part.field, ()) + part.values
    return out


class _Compiler:
    def __init__(self, catalog: Catalog, out: Compiled) -> None:
        self._catalog = catalog
        self._out = out
        self.loose = False
        self.optional = False
        #: Highlights and unknown values are noted the first time only.
        self.seen = True

    def of(self, node: Node, *, wanted: bool = True) -> Query:
        match node:
            case Words() | Phrase():
                return self._free([node], wanted)
            case Filter():
                if wanted and node.field == "case":
                    self._note(recognize(" ".join(node.values), self._catalog))
                return self._filter(node)
            case Any(parts):
                return Query.boolean_query([(Occur.Should, self.of(part, wanted=wanted)) for part in parts])
            case Not(part):
                return Query.boolean_query(
                    [(Occur.Must, Query.all_query()), (Occur.MustNot, self.of(part, wanted=False))]
                )
            case All(parts):
                return self._all(parts, wanted)

    def _all(self, parts: tuple[Node, ...], wanted: bool) -> Query:
        if not parts:
            return Query.all_query()
        clauses: list[tuple[Occur, Query]] = []
        free = [part for part in parts if isinstance(part, Words | Phrase)]
        if free:
            clauses.append((Occur.Must, self._free(free, wanted)))
        for part in parts:
            if isinstance(part, Words | Phrase):
                continue
            if isinstance(part, Not):
                clauses.append((Occur.MustNot, self.of(part.part, wanted=False)))
            else:
                clauses.append((Occur.Must, self.of(part, wanted=wanted)))
        if all(occur == Occur.MustNot for occur, _ in clauses):
            clauses.append((Occur.Must, Query.all_query()))
        return Query.boolean_query(clauses)

    def _free(self, parts: list[Words | Phrase], wanted: bool) -> Query:
        """Words and phrases beside one another, or what they name: a case by its number, a guideline by its citation."""
        queries = [
            self._words(part.words, wanted) if isinstance(part, Words) else self._phrase(part.text, wanted)
            for part in parts
        ]
        query = (
            queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, one) for one in queries])
        )
        found = recognize(
            " ".join(" ".join(part.words) if isinstance(part, Words) else f'"{part.text}"' for part in parts),
            self._catalog,
        )
        if wanted:
            self._note(found)
        if found.cases:
            # The number is looked for as such, whatever the words around it.
            lifted = [
                Query.boost_query(_term("case_number", fold(case)), _LIFTED_CASE) for case in found.cases
            ]
        elif wanted:
            lifted = [
                Query.boost_query(
                    Query.const_score_query(
                        _term("section", fold(section)) if section else _term("guideline", fold(guideline)),
                        1.0,
                    ),
                    _LIFTED_CITATION,
                )
                for guideline, section in found.citations
            ]
        else:
            lifted = []  # What is not wanted are the words: a name for a guideline has many of them.
        if not lifted:
            return query
        return Query.boolean_query([(Occur.Should, one) for one in (query, *lifted)])

    def _note(self, found: Recognized) -> None:
        if self.seen:
            held = self._out.recognized
            self._out.recognized = Recognized(
                tuple(dict.fromkeys(held.cases + found.cases)),
                tuple(dict.fromkeys(held.citations + found.citations)),
            )

    # Words

    def _words(self, words: tuple[str, ...], wanted: bool) -> Query:
        found: list[Stems] = [cut for word in words if (cut := stems(word))]
        flat = tuple(stem for cut in found for stem in cut)
        if not flat:
            return Query.all_query() if self.loose or not words else Query.empty_query()
        starts = {sum(map(len, found[:i])): cut for i, cut in enumerate(found)}
        units: list[Query] = []
        position = 0
        kept = [stem for stem in flat if stem not in silent()]
        while position < len(flat):
            length, others = names_at(flat, position)
            if others:
                units.append(self._named(flat[position : position + length], others, wanted))
                position += length
                continue
            whole = starts.get(position, (flat[position],))
            if len(whole) > 1:
                # Typed as one, such as L5-S1 or 10/325: the parts follow one another.
                units.append(self._sequence(whole, wanted))
            elif whole[0] not in silent() or not kept:
                units.append(self._word(whole[0], position, flat, wanted))
            position += len(whole)
        if len(units) == 1:
            return units[0]
        self.optional = True
        if self.loose:
            most = max(1, (len(units) + 1) // 2)
            return Query.boolean_query(
                [(Occur.Should, unit) for unit in units], minimum_number_should_match=most
            )
        return Query.boolean_query([(Occur.Must, unit) for unit in units])

    def _word(self, stem: str, position: int, flat: Stems, wanted: bool) -> Query:
        # "10 mg" is printed "10mg" as often, and the other way round.
        if stem.isdigit() and flat[position + 1 : position + 2] in (("mg",), ("mcg",), ("ml",), ("g",)):
            return self._either([(stem,), (stem + flat[position + 1],)], wanted)
        if found := re.fullmatch(r"(\d+)(mg|mcg|ml|g|x)", stem):
            return self._either([(stem,), (found[1], found[2])], wanted)
        return self._either([(stem,)], wanted)

    def _sequence(self, whole: Stems, wanted: bool) -> Query:
        return self._either([whole], wanted)

    def _named(self, typed: Stems, others: tuple[Stems, ...], wanted: bool) -> Query:
        """A name of the field: its own words in any place, or any other name of the same as a phrase."""
        options: list[tuple[Occur, Query]] = []
        if len(typed) > 1:
            self._light([(stem,) for stem in typed if stem not in silent()], wanted)
            options.append(
                (
                    Occur.Should,
                    Query.boolean_query(
                        [(Occur.Must, self._in_both((stem,))) for stem in typed if stem not in silent()]
                        or [(Occur.Must, self._in_both(typed))]
                    ),
                )
            )
        self._light([typed, *others], wanted)
        options.append((Occur.Should, self._in_both(typed)))
        options += [
            (Occur.Should, Query.boost_query(self._in_both(other), _OTHER_NAME))
            for other in others
            if other != typed and not _within(typed, other)
        ]
        return Query.boolean_query(options)

    def _either(self, options: list[Stems], wanted: bool) -> Query:
        self._light(options, wanted)
        if len(options) == 1:
            return self._in_both(options[0])
        return Query.boolean_query([(Occur.Should, self._in_both(one)) for one in options])

    def _phrase(self, text: str, wanted: bool) -> Query:
        cut = stems(text)
        if not cut:
            return Query.empty_query()
        return self._either([cut], wanted)

    def _in_both(self, cut: Stems) -> Query:
        """In the text, which decides whether; and in the title, which lifts."""
        return Query.boolean_query(
            [
                (Occur.Must, _sequence("text", cut)),
                (Occur.Should, Query.boost_query(_sequence("title", cut), _TITLE)),
            ]
        )

    def _light(self, options: Iterable[Stems], wanted: bool) -> None:
        if wanted and self.seen:
            self._out.stems += [one for one in options if one not in self._out.stems]

    # Filters

    def _filter(self, part: Filter) -> Query:
        known = BY_NAME[part.field]
        if part.low is not None or part.high is not None:
            return self._range(known, part)
        options = [self._value(known, value, part.position) for value in part.values]
        query = (
            options[0] if len(options) == 1 else Query.boolean_query([(Occur.Should, one) for one in options])
        )
        return Query.const_score_query(query, 0.0)

    def _value(self, known: QueryField, value: str, position: int | None) -> Query:
        match known.reading:
            case "choice":
                if fold(value) not in known.choices:
                    raise QueryProblem(
                        f"{known.name} is {_listed(known.choices)}; it can't be {_short(value)}.", position
                    )
                return _term(known.index, fold(value))
            case "number":
                if not _NUMBER.fullmatch(value.strip()):
                    raise QueryProblem(
                        f"{known.name} is a whole number or a range, such as {known.example}; {_short(value)} is none.",
                        position,
                    )
                return Query.term_query(schema(), known.index, int(value))
            case "day":
                first, last = _days(value, position, known)
                return _between(known.index, first, last)
            case "words":
                return (
                    Query.boolean_query(
                        [(Occur.Must, Query.term_query(schema(), known.index, stem)) for stem in stems(value)]
                    )
                    if stems(value)
                    else Query.empty_query()
                )
            case "drug":
                return self._drug(known, value)
            case "body_part":
                places = [one.part for one in body_parts.find(value)]
                return self._name(known, places[0] if len(places) == 1 else value)
            case "state":
                return self._name(known, states.code(value) or value)
            case _:
                return self._name(known, value)

    def _drug(self, known: QueryField, value: str) -> Query:
        found = drugs.lookup(value, fuzzy=False)
        if found is not None and found.drug.ingredients:
            name = "/".join(found.drug.ingredients)
            if len(found.drug.ingredients) == 1:
                return Query.boolean_query(
                    [
                        (Occur.Should, _term("ingredient", fold(name))),
                        (Occur.Should, _term("drug", fold(name))),
                    ]
                )
            return _term("drug", fold(name))
        if self._catalog.exact("ingredient", value):
            return _term("ingredient", fold(value))
        return self._name(known, value)

    def _name(self, known: QueryField, value: str) -> Query:
        if known.index in ("case_number", "address"):
            return _term(known.index, fold(value))
        if self._catalog.exact(known.index, value):
            return _term(known.index, fold(value))
        found = self._catalog.containing(known.index, value)
        if found:
            return Query.term_set_query(schema(), known.index, [fold(one) for one in found[:_MOST_VALUES]])
        if self.seen:
            self._out.unknown.append((known.name, value, nearest(self._catalog, known.index, value)))
        return Query.empty_query()

    def _range(self, known: QueryField, part: Filter) -> Query:
        if known.reading == "day":
            low = _days(part.low, part.position, known)[0] if part.low else None
            high = _days(part.high, part.position, known)[1] if part.high else None
        else:
            for end in (part.low, part.high):
                if end is not None and not _NUMBER.fullmatch(end):
                    raise QueryProblem(
                        f"{known.name} is a whole number or a range, such as {known.example}; {_short(end)} is none.",
                        part.position,
                    )
            low = int(part.low) if part.low else None
            high = int(part.high) if part.high else None
        if low is not None and high is not None and low > high:
            raise QueryProblem(
                f"The range {part.low}..{part.high} ends before it begins: put the lower end first.",
                part.position,
            )
        return Query.const_score_query(_between(known.index, low, high), 0.0)


def nearest(catalog: Catalog, index_field: str, value: str) -> tuple[str, ...]:
    """Up to three values of a field that are spelled much like ``value``."""
    from rapidfuzz import fuzz, process

    found = process.extract(
        fold(value),
        list(catalog.values(index_field))[:5_000],
        scorer=fuzz.WRatio,
        processor=fold,
        limit=3,
        score_cutoff=72,
    )
    return tuple(one[0] for one in found)


def _sequence(name: str, cut: Stems) -> Query:
    if len(cut) == 1:
        return Query.term_query(schema(), name, cut[0])
    return Query.phrase_query(schema(), name, list(cut))


def _term(name: str, value: str) -> Query:
    return Query.term_query(schema(), name, value, index_option="basic")


def _between(name: str, low: int | None, high: int | None) -> Query:
    kind = FieldType.Integer if name == "day" else FieldType.Unsigned
    return Query.range_query(schema(), name, kind, low, high)


def _days(value: str, position: int | None, known: QueryField) -> tuple[int, int]:
    """First and last day of a year, a month or a day."""
    found = _DAY.fullmatch(value.strip())
    try:
        if not found:
            raise ValueError
        year, month, of_month = int(found[1]), int(found[2] or 1), int(found[3] or 1)
        first = date(year, month, of_month)
        if found[3]:
            last = first
        elif found[2]:
            last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        else:
            last = date(year, 12, 31)
    except ValueError:
        raise QueryProblem(
            f"{known.name} is a year, a month or a day such as 2016, 2016-03 or 2016-03-31, or a range of them;"
            f" {_short(value)} is none.",
            position,
        ) from None
    return day(first.isoformat()), day(last.isoformat())


def _within(part: Stems, whole: Stems) -> bool:
    """Whether ``part`` stands in ``whole``, so that whatever has the whole has the part."""
    return any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))


def _listed(values: tuple[str, ...]) -> str:
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])} or {values[-1]}"


def _short(value: str) -> str:
    return f"“{value[:40]}{'…' if len(value) > 40 else ''}”"
