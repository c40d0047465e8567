"""The fields of the index, one table: what can be searched, filtered, counted, sorted by and shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import tantivy

#: Raised whenever a field or a document's form changes: an index or a document of another version is made anew.
VERSION = 1

#: Analyzers: prose is cut into words; a name is one value, compared without case and accents, counted as printed.
PROSE, NAME, SET, NOTHING = "prose", "name", "set", "nothing"
_LONGEST_WORD = 40

Kind = Literal["prose", "name", "set", "identifier", "number", "day", "shown"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the index.

    ``prose`` is cut into words; ``name`` is one value compared without case and accents; ``set`` all values of a
    name that has several, in one (:func:`as_set`), for counting only; ``identifier`` a value compared exactly; ``number`` a whole number; ``day`` a day as days since 1970-01-01; ``shown`` can't be searched. ``facet``:
    its values can be counted. ``stored``: given back with a result.
    """

    name: str
    kind: Kind
    facet: bool = False
    stored: bool = False


#: Names of which an item can have several values. Counting single values is ten times faster than counting several
#: (measured: 0.4 against 4.3 ms for 100,000 items), and the same combinations come again and again; so these are
#: counted by their combinations where there are not too many.
SEVERAL = (
    "drug", "drug_class", "body_part", "guideline", "section", "specialty", "license", "diagnosis_category",
)  # fmt: skip
_BETWEEN = "\x1f"

FIELDS = (
    Field("key", "identifier", stored=True),
    Field("unit", "identifier"),
    Field("programme", "name", facet=True, stored=True),
    Field("origin", "name", facet=True, stored=True),
    Field("address", "name", stored=True),
    Field("number", "number", facet=True, stored=True),
    # 1 at the first item of a letter (and at every DMHC case), else not there: letters are counted by it.
    Field("leads", "number", facet=True),
    Field("case_number", "name", stored=True),
    Field("day", "day", facet=True, stored=True),
    Field("year", "number", facet=True, stored=True),
    Field("decision", "name", facet=True, stored=True),
    Field("category", "name", facet=True, stored=True),
    Field("subcategory", "name", facet=True, stored=True),
    Field("drug", "name", facet=True, stored=True),
    Field("ingredient", "name", facet=True),
    Field("drug_class", "name", facet=True, stored=True),
    Field("body_part", "name", facet=True, stored=True),
    Field("side", "name", facet=True, stored=True),
    Field("guideline", "name", facet=True, stored=True),
    Field("section", "name", facet=True, stored=True),
    Field("specialty", "name", facet=True, stored=True),
    Field("license", "name", facet=True, stored=True),
    Field("priority", "name", facet=True, stored=True),
    Field("sex", "name", facet=True, stored=True),
    Field("age_group", "name", facet=True, stored=True),
    Field("age", "number", facet=True, stored=True),
    Field("visits", "number", facet=True, stored=True),
    # DMHC: its diagnosis categories. Letters: diagnoses as printed, which are words and not a vocabulary.
    Field("diagnosis_category", "name", facet=True, stored=True),
    Field("diagnosis", "prose", stored=True),
    Field("kind", "name", facet=True, stored=True),
    # What is disputed, in the heading's words and under its other names.
    Field("title", "prose"),
    # Everything that is said of the item: title, rationale, summary.
    Field("text", "prose"),
    *(Field(f"{name}_set", "set", facet=True) for name in SEVERAL),
    # Fingerprints of the rationale's runs of words, see archive.comparing.fingerprints.
    Field("runs", "number"),
    Field("disputed", "shown", stored=True),
    Field("rationale", "shown", stored=True),
)
BY_NAME = {field.name: field for field in FIELDS}
FACETS = tuple(field.name for field in FIELDS if field.facet)


def as_set(values: Sequence[str]) -> str:
    """Several values in one, whatever their order."""
    return _BETWEEN.join(sorted(values))


def of_set(value: str) -> tuple[str, ...]:
    """The values again."""
    return tuple(value.split(_BETWEEN))


@cache
def schema() -> tantivy.Schema:
    """The fields, for tantivy."""
    builder = tantivy.SchemaBuilder()
    for field in FIELDS:
        match field.kind:
            case "prose":
                builder.add_text_field(
                    field.name, stored=field.stored, tokenizer_name=PROSE, index_option="position"
                )
            case "name":
                builder.add_text_field(
                    field.name,
                    stored=field.stored,
                    fast=field.facet,
                    tokenizer_name=NAME,
                    index_option="basic",
                )
            case "set":
                builder.add_text_field(field.name, fast=True, tokenizer_name=SET, index_option="basic")
            case "identifier":
                builder.add_text_field(
                    field.name, stored=field.stored, tokenizer_name="raw", index_option="basic"
                )
            case "shown":
                builder.add_text_field(
                    field.name, stored=field.stored, tokenizer_name=NOTHING, index_option="basic"
                )
            case "day":
                builder.add_integer_field(field.name, stored=field.stored, indexed=True, fast=True)
            case "number":
                builder.add_unsigned_field(field.name, stored=field.stored, indexed=True, fast=field.facet)
    return builder.build()


@cache
def analyzer() -> tantivy.TextAnalyzer:
    """Words of prose as the index holds them; words of over 40 characters are left out, on both sides."""
    return _chain(
        tantivy.Tokenizer.simple(),
        tantivy.Filter.remove_long(_LONGEST_WORD),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        tantivy.Filter.stemmer("english"),
    )


@cache
def names() -> tantivy.TextAnalyzer:
    """A name as the index compares it."""
    return _chain(tantivy.Tokenizer.raw(), tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold())


def register(index: tantivy.Index) -> tantivy.Index:
    """Make the analyzers known to ``index``; without them neither writing nor searching works."""
    index.register_tokenizer(PROSE, analyzer())
    index.register_tokenizer(NAME, names())
    index.register_fast_field_tokenizer(NAME, _chain(tantivy.Tokenizer.raw()))
    index.register_fast_field_tokenizer(SET, _chain(tantivy.Tokenizer.raw()))
    for name in (SET, NOTHING):
        index.register_tokenizer(name, _chain(tantivy.Tokenizer.raw(), tantivy.Filter.remove_long(1)))
    return index


def _chain(tokenizer: tantivy.Tokenizer, *filters: tantivy.Filter) -> tantivy.TextAnalyzer:
    build = tantivy.TextAnalyzerBuilder(tokenizer)
    for one in filters:
        build = build.filter(one)
    return build.build()
