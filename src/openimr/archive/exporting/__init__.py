"""Taking the archive away: Parquet, CSV and JSON lines of a search or of everything, and releases."""

from openimr.archive.exporting.export import export
from openimr.archive.exporting.formats import FORMATS, Format
from openimr.archive.exporting.releasing import Released, release, verify
from openimr.archive.exporting.whole import ExportProblem

__all__ = ["FORMATS", "ExportProblem", "Format", "Released", "export", "release", "verify"]
