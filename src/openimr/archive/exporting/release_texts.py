"""What a release says of itself, for people and for reference managers."""

from __future__ import annotations

from typing import Any

import yaml

_PROGRAMMES = {
    "imr": "Independent medical review in workers' compensation (imr)",
    "dmhc": "Independent medical review of health plans (dmhc)",
}


def readme(manifest: dict[str, Any]) -> str:
    """``README.md``."""
    m = manifest
    files = "\n".join(f"| `{one['name']}` | {one['rows']:,} | {one['bytes']:,} |" for one in m["files"])
    programmes = "\n".join(
        f"| {_PROGRAMMES[one['programme']]} | {one['letters']:,} | {one['items']:,} | {one['upheld']:,} |"
        f" {one['overturned']:,} |"
        for one in m["programmes"]
    )
    samples = (
        ""
        if m["query"]
        else "Fictional letters are among them: their `origin` is `sample`. Leave them out of any statement on the world.\n\n"
    )
    return f"""# OpenIMR archive, release {m["version"]}

{m["items"]:,} disputed items of {m["letters"]:,} determinations, as the archive held them on {m["as_of"]}.
Each row is one item: what was disputed, how and why it was decided, on which guidelines, by which specialty.

{samples}| Programme | Determinations | Items | Upheld | Overturned |
|---|---:|---:|---:|---:|
{programmes}

The categories of the two programmes are two vocabularies: count them apart.

| File | Rows | Bytes |
|---|---:|---:|
{files}

The three files hold the same rows, in the order of `key`. `dictionary.md` (and `dictionary.json`) says what each column
means, where it comes from and how it is written that the source does not say. `manifest.json` has the counts by programme
and year and the versions of reader, document and database.

    import pandas
    items = pandas.read_parquet("{m["files"][0]["name"]}")
    items.groupby("category")["decision"].value_counts()

Everything but the letter's own words was read by a program (versions in `manifest.json`) and can be wrong: the letter
behind `permalink` decides. An item that is not in the archive was not decided otherwise; it was not loaded.

Check the files with `sha256sum -c SHA256SUMS` or `openimr archive release --verify` and the folder's name. The same data
give the same bytes. To cite this release, see `CITATION.cff`; name its version.
"""


def citation(manifest: dict[str, Any]) -> str:
    """``CITATION.cff`` (Citation File Format 1.2.0)."""
    m = manifest
    parquet = next(one for one in m["files"] if one["name"].endswith(".parquet"))
    return yaml.safe_dump(
        {
            "cff-version": "1.2.0",
            "message": "If you use these data, cite them with their version.",
            "type": "dataset",
            "title": "OpenIMR archive of independent medical review determinations",
            "version": str(m["version"]),
            "date-released": m["as_of"],
            "authors": [{"name": "OpenIMR"}],
            "abstract": f"{m['items']:,} disputed items of {m['letters']:,} determinations.",
            "identifiers": [
                {
                    "type": "other",
                    "value": f"sha256:{parquet['sha256']}",
                    "description": f"SHA-256 of {parquet['name']}",
                }
            ],
        },
        sort_keys=False,
        allow_unicode=True,
        width=120,
    )
