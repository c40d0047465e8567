"""The rules of the house that no off-the-shelf linter checks: `python tools/house.py`.

A Python file over 20 KB gives its reason in its docstring; no file names a package registry's host; the
modules have names; every command stands in the documentation.
"""

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LARGE = 20 * 1024
NAMELESS = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
HOSTS = re.compile(r"\b(?:pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|deb\.debian\.org)\b")
SKIPPED = {".whl", ".png", ".jpg", ".woff2", ".ttf", ".otf", ".ico", ".pdf", ".gz"}


def main() -> int:
    """Print what is out of order; the exit status says whether anything is."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    problems: list[str] = []
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if not path.is_file() or path.suffix in SKIPPED:
            continue
        text = path.read_text("utf-8", errors="replace")
        if path.suffix == ".py":
            if path.stem in NAMELESS:
                problems.append(f"{name}: a module's name says what is in it; {path.stem} does not")
            if len(text.encode()) > LARGE:
                docstring = ast.get_docstring(ast.parse(text)) or ""
                if "one file because" not in docstring.lower():
                    problems.append(
                        f"{name}: {len(text) // 1024} KB; say in its docstring why ('One file because ...')"
                    )
        if name != "tools/house.py" and HOSTS.search(text):
            problems.append(f"{name}: names a package registry's host")
    documented = "\n".join(p.read_text("utf-8") for p in (ROOT / "docs").rglob("*.md"))
    problems += [
        f"src/openimr/cli/{verb}.py: the command 'openimr {verb}' is not in docs/"
        for verb in _verbs()
        if f"openimr {verb}" not in documented
    ]
    print("\n".join(problems) or "The house is in order.")
    return 1 if problems else 0


def _verbs() -> list[str]:
    """The verbs of the command: the keys of the table in `cli/__init__.py`. Other files there serve several."""
    tree = ast.parse((ROOT / "src/openimr/cli/__init__.py").read_text("utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "VERBS":
            return list(ast.literal_eval(node.value))
    raise SystemExit("tools/house.py: cli/__init__.py has no table VERBS")


if __name__ == "__main__":
    sys.exit(main())
