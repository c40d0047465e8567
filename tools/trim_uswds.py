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
#: Classes that widgets of forms carry, and icons that data of the staff office name: no template spells them.
FORMS = [
    "usa-button",
    "usa-button--base",
    "usa-button--outline",
    "usa-button--secondary",
    "usa-button--unstyled",
    "usa-error-message",
    "usa-fieldset",
    "usa-form-group",
    "usa-form-group--error",
    "usa-hint",
    "usa-input",
    "usa-input--error",
    "usa-label",
    "usa-label--error",
    "usa-legend",
    "usa-select",
    "usa-sr-only",
    "usa-textarea",
]
OFFICE = [
    "account_circle",
    "add",
    "add_circle",
    "arrow_back",
    "arrow_downward",
    "arrow_drop_down",
    "arrow_drop_up",
    "arrow_forward",
    "arrow_upward",
    "assessment",
    "attach_file",
    "attach_money",
    "autorenew",
    "bookmark",
    "calendar_today",
    "cancel",
    "chat",
    "check",
    "check_box_outline_blank",
    "check_circle",
    "check_circle_outline",
    "close",
    "comment",
    "contact_page",
    "content_copy",
    "delete",
    "do_not_disturb",
    "edit",
    "error",
    "error_outline",
    "event",
    "expand_more",
    "fast_forward",
    "fax",
    "file_download",
    "file_present",
    "file_upload",
    "filter_list",
    "fingerprint",
    "first_page",
    "flag",
    "folder",
    "folder_open",
    "forum",
    "grid_view",
    "groups",
    "half_circle",
    "help_outline",
    "history",
    "home",
    "hourglass_empty",
    "identification",
    "info",
    "insights",
    "keyboard",
    "last_page",
    "launch",
    "lightbulb_outline",
    "link",
    "list",
    "local_hospital",
    "local_library",
    "lock",
    "lock_open",
    "loop",
    "login",
    "logout",
    "mail",
    "medical_services",
    "menu",
    "more_horiz",
    "navigate_before",
    "navigate_next",
    "notifications",
    "people",
    "person",
    "phone",
    "print",
    "priority_high",
    "public",
    "radio_button_unchecked",
    "remove",
    "remove_circle",
    "report",
    "schedule",
    "school",
    "search",
    "security",
    "send",
    "settings",
    "shield",
    "sort_arrow",
    "support_agent",
    "timer",
    "topic",
    "trending_down",
    "trending_up",
    "undo",
    "unfold_more",
    "update",
    "upload_file",
    "verified",
    "verified_user",
    "visibility",
    "visibility_off",
    "warning",
    "work",
    "zoom_in",
    "zoom_out",
]
CLASS = re.compile(r"\.((?:[\w-]|\\.)+)")


def used_classes() -> set[str]:
    """Every usa- class that a template, a template tag or a script names."""
    return {*FORMS, *re.findall(r"usa-[\w-]+", _sources())}


def used_icons() -> set[str]:
    """Every icon that a template or a template tag names."""
    tags = (SERVICE / "letters/templatetags/letter.py").read_text("utf-8")
    return {
        *OFFICE,
        *re.findall(r'{% icon "(\w+)"', _sources()),
        *re.findall(r'\("\w+", "[\w ]+", "(\w+)"\)', tags),
    }


def _sources() -> str:
    files = [*SERVICE.glob("templates/**/*.html"), *SERVICE.glob("*/**/*.py"), *STATIC.glob("*.js")]
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
