"""Take from the U.S. Web Design System what the templates use: `python tools/trim_uswds.py PACKAGE`.

PACKAGE is the folder of the unpacked npm package @uswds/uswds (3.x). Writes the trimmed style sheet, the
fonts and the icon sprite into the service's static files. Run it again after a template uses a new usa-
class or icon; tests/service/test_assets.py fails while one is missing.
"""

import re
import shutil
import sys
from pathlib import Path

SERVICE = Path(__file__).resolve().parent.parent / "src/openimr/service"
STATIC = SERVICE / "static/openimr"
FONTS = {
    "public-sans": ["PublicSans-Regular", "PublicSans-Italic", "PublicSans-SemiBold", "PublicSans-Bold"],
    "merriweather": ["Latin-Merriweather-Regular", "Latin-Merriweather-Bold"],
}
#: Icons of our own, beside those that templates name.
OWN = {"half_circle": '<path d="M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm0 2v16a8 8 0 0 1 0-16z"/>'}
CLASS = re.compile(r"\.((?:[\w-]|\\.)+)")


def used_classes() -> set[str]:
    """Every usa- class that a template, a template tag or a script names."""
    return set(re.findall(r"usa-[\w-]+", _sources()))


def used_icons() -> set[str]:
    """Every icon that a template or a template tag names."""
    tags = (SERVICE / "letters/templatetags/letter.py").read_text("utf-8")
    return {
        *re.findall(r'{% icon "(\w+)"', _sources()),
        *re.findall(r'\("\w+", "[\w ]+", "(\w+)"\)', tags),
    }


def _sources() -> str:
    files = [*SERVICE.glob("templates/**/*.html"), *SERVICE.glob("letters/**/*.py"), *STATIC.glob("*.js")]
    return "\n".join(path.read_text("utf-8") for path in files)


def trim(css: str, used: set[str]) -> str:
    """The rules whose selectors need no class but the used ones; font faces are left out."""
    out: list[str] = []
    at = 0
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    while at < len(css):
        opening = css.find("{", at)
        if opening < 0:
            break
        statement = css.find(";", at, opening)
        if css[at:].lstrip().startswith("@charset") and statement > 0:
            at = statement + 1
            continue
        head = css[at:opening].strip()
        end = _closing(css, opening)
        body = css[opening + 1 : end]
        if head.startswith(("@media", "@supports")):
            inner = trim(body, used)
            if inner:
                out.append(f"{head}{{{inner}}}\n")
        elif head.startswith("@keyframes"):
            out.append(f"{head}{{{body}}}\n")
        elif not head.startswith("@"):
            kept = [s for s in _split(head) if set(CLASS.findall(s)) <= used]
            if kept and body.strip():
                out.append(f"{','.join(kept)}{{{body.strip()}}}\n")
        at = end + 1
    return "".join(out)


def _split(selectors: str) -> list[str]:
    """At the commas that stand in no brackets."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(selectors):
        depth += (char in "([") - (char in ")]")
        if char == "," and depth == 0:
            parts.append(selectors[start:at].strip())
            start = at + 1
    return [*parts, selectors[start:].strip()]


def _closing(css: str, opening: int) -> int:
    depth = 0
    for match in re.finditer(r"[{}]", css[opening:]):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return opening + match.start()
    raise ValueError("a brace is not closed")


def main() -> None:
    """Write the three."""
    package = Path(sys.argv[1])
    dist = package / "dist"
    version = re.search(r'"version": "([\d.]+)"', (package / "package.json").read_text("utf-8"))
    assert version
    css = trim((dist / "css/uswds.min.css").read_text("utf-8"), used_classes())
    names = set(re.findall(r"animation(?:-name)?:[^;}]*?([\w-]+)", css))
    css = re.sub(r"@keyframes ([\w-]+)\{.*\}\n", lambda m: m[0] if m[1] in names else "", css)
    css = re.sub(r"[^{};]*:[^{};]*url\([^)]*\)[^;}]*;?", "", css)
    css = css.replace("Source Sans Pro Web", "Public Sans Web")
    header = (
        f"/* U.S. Web Design System {version[1]}, trimmed by tools/trim_uswds.py. Licenses: NOTICE.md. */\n"
    )
    (STATIC / "uswds.css").write_text(header + css, "utf-8")
    for family, faces in FONTS.items():
        (STATIC / "fonts").mkdir(parents=True, exist_ok=True)
        for face in faces:
            shutil.copyfile(dist / f"fonts/{family}/{face}.woff2", STATIC / f"fonts/{face}.woff2")
    symbols = []
    for name in sorted(used_icons()):
        drawn = OWN.get(name)
        if drawn is None:
            svg = (dist / f"img/usa-icons/{name}.svg").read_text("utf-8")
            drawn = "".join(re.findall(r"<(?:path|circle|g)[^>]*/>", svg))
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{drawn}</symbol>')
    (STATIC / "icons.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n", "utf-8"
    )
    print(f"{len(css) // 1024} KB of CSS, {len(symbols)} icons")


if __name__ == "__main__":
    main()
