"""The data dictionary has every column, and every field of an item is a column."""

from __future__ import annotations

from dataclasses import fields

from openimr.archive.exporting import dictionary
from openimr.archive.exporting.rows import row
from openimr.archive.index.documents import document
from openimr.archive.model import Entry
from tests.archive.shelf import some_entries

#: Fields of an item that have another name in a file, and the one that is of the database alone.
RENAMED = {"address": "letter", "leads": "first_of_letter", "unit": None}


def test_every_field_of_an_item_is_a_column():
    names = {column.name for column in dictionary.columns()}
    for field in fields(Entry):
        name = RENAMED.get(field.name, field.name)
        assert name is None or name in names, field.name


def test_rows_have_the_columns_in_their_order():
    made = row(document(some_entries(1)[0]))
    assert list(made) == [column.name for column in dictionary.columns()]


def test_values_are_those_that_the_dictionary_names():
    types = {"string": str, "integer": int, "boolean": bool, "date": str, "list": list}
    for entry in some_entries(60):
        made = row(document(entry))
        for column in dictionary.columns():
            value = made[column.name]
            if value is None:
                assert column.unknown != "never", column.name
            else:
                assert isinstance(value, types[column.type]), column.name
                assert not column.values or value in column.values, (column.name, value)


def test_both_renderings_have_every_column():
    text, held = dictionary.to_markdown(), dictionary.to_json()
    for column in dictionary.columns():
        assert f"| `{column.name}` |" in text
        assert all((column.meaning, column.source, column.unknown))
    assert [one["name"] for one in held["columns"]] == [column.name for column in dictionary.columns()]
