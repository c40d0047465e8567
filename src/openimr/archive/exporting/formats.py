"""The three forms of an export: each takes rows and writes bytes, without holding what was written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO, Any, Literal, Protocol, get_args

from openimr.archive.exporting.dictionary import columns
from openimr.archive.exporting.tables import lines

Format = Literal["parquet", "jsonl", "csv"]
FORMATS: tuple[Format, ...] = get_args(Format)
Row = dict[str, Any]
#: Rows of a Parquet row group: enough to compress well, few enough to hold.
_GROUP = 10_000


class Form(Protocol):
    """Writes rows to a file."""

    def write(self, rows: Sequence[Row]) -> None:
        """Some more rows."""

    def close(self) -> None:
        """Whatever must follow the last row. The file stays open."""


def form(name: Format, file: IO[bytes]) -> Form:
    """The form ``name``, writing to ``file``."""
    return _Parquet(file) if name == "parquet" else _Lines(name, file)


def header(name: Format) -> bytes:
    """What stands before the first row."""
    return lines([[column.name for column in columns()]]).encode() if name == "csv" else b""


def encoded(name: Format, rows: Iterable[Row]) -> bytes:
    """Rows as lines of CSV or JSON."""
    if name == "csv":
        return lines([_cell(value) for value in row.values()] for row in rows).encode()
    return b"".join(
        json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for row in rows
    )


def _cell(value: Any) -> str | int | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value  # type: ignore[no-any-return]


class _Lines:
    def __init__(self, name: Format, file: IO[bytes]) -> None:
        self._name = name
        self._file = file
        file.write(header(name))

    def write(self, rows: Sequence[Row]) -> None:
        self._file.write(encoded(self._name, rows))

    def close(self) -> None:
        pass


class _Parquet:
    def __init__(self, file: IO[bytes]) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        types = {
            "string": pa.string(),
            "integer": pa.int32(),
            "boolean": pa.bool_(),
            "date": pa.date32(),
            "list": pa.list_(pa.string()),
        }
        self._pa = pa
        self._schema = pa.schema(
            [
                pa.field(column.name, types[column.type], metadata={"meaning": column.meaning})
                for column in columns()
            ]
        )
        self._dates = [column.name for column in columns() if column.type == "date"]
        self._writer = pq.ParquetWriter(
            file,
            self._schema,
            compression="zstd",
            sorting_columns=[pq.SortingColumn(0)],
        )
        self._held: list[Row] = []

    def write(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self._held.append(
                {**row, **{name: row[name] and date.fromisoformat(row[name]) for name in self._dates}}
            )
            if len(self._held) >= _GROUP:
                self._flush()

    def close(self) -> None:
        if self._held:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        self._writer.write_table(
            self._pa.Table.from_pylist(self._held, schema=self._schema), row_group_size=_GROUP
        )
        self._held = []
