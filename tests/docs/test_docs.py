"""The documentation says what is so: its examples run, its lists are complete, its links lead somewhere."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from openimr import archive, letters, pages, samples, vocabulary
from openimr.cli import VERBS, main
from openimr.letters import checking, schema
from openimr.letters.checking import registry
from tests.conftest import ROOT
from tests.docs.examples import Block, blocks, commands, setups, without_blocks
from tests.docs.examples import pages as all_pages

REFERENCE = ROOT / "docs/reference"
PAGES = {path.relative_to(ROOT).as_posix(): path for path in all_pages(ROOT)}
TEXTS = {name: path.read_text("utf-8") for name, path in PAGES.items()}
WITH_EXAMPLES = [
    name for name, text in TEXTS.items() if any(b.language in ("python", "console") for b in blocks(text))
]
#: Modules of the vocabulary that only the others use.
INNER = {"tables", "phrases", "drug_table", "guideline_sections", "odg_chapters"}


def of_languages(*languages: str) -> list[tuple[str, Block]]:
    return [
        (name, block) for name, text in TEXTS.items() for block in blocks(text) if block.language in languages
    ]


# Examples


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs a command in an empty folder, with `openimr` the one that is tested."""
    programs = tmp_path / "bin"
    programs.mkdir()
    script = programs / "openimr"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m openimr.cli "$@"\n')
    script.chmod(0o755)
    desk = tmp_path / "desk"
    desk.mkdir()
    monkeypatch.chdir(desk)
    path = f"{programs}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "OPENIMR_HOME": str(tmp_path / "home"), "COLUMNS": "100"}

    def run(command: str) -> tuple[int, str]:
        done = subprocess.run(
            command,
            shell=True,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120,
        )
        return done.returncode, done.stdout.decode()

    return run


@pytest.mark.parametrize("page", WITH_EXAMPLES)
def test_examples_do_what_is_shown(page: str, shell: Any) -> None:
    for command in setups(TEXTS[page]):
        status, output = shell(command)
        assert status == 0, f"{page}: the setup {command!r} failed:\n{output}"
    names: dict[str, Any] = {"__name__": "__example__"}
    for block in blocks(TEXTS[page]):
        if block.language == "console":
            for shown in commands(block):
                status, output = shell(shown.text)
                why = shown.differs(status, output)
                assert why is None, (
                    f"{page}:{shown.line}: $ {shown.text}\n{why}\nall of its output:\n{output[:2000]}"
                )
        elif block.language == "python":
            code = compile("\n" * (block.line - 1) + block.body, page, "exec", dont_inherit=True)
            exec(code, names)


def test_there_are_examples_to_run() -> None:
    assert {"README.md", "docs/tutorial/first-letter.md"} <= set(WITH_EXAMPLES)


def test_commands_that_are_only_shown_exist() -> None:
    """What stands in ``sh`` blocks is not run; its verbs, options and targets are there all the same."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    seen = 0
    for name, block in of_languages("sh"):
        for line in block.body.splitlines():
            for words in _calls(shlex.split(line, comments=True)):
                seen += 1
                if words[0] == "make":
                    assert words[1] in targets, f"{name}: there is no `make {words[1]}`"
                elif Path(words[0]).name == "openimr":
                    known = set(options_of(words[1]))
                    used = {word for word in words[2:] if word.startswith("-")}
                    assert used <= known, f"{name}: `openimr {words[1]}` has no {used - known}"
    assert seen > 15


def _calls(words: list[str]) -> list[list[str]]:
    """The calls of one line, without the variables set before them."""
    found: list[list[str]] = [[]]
    for word in words:
        if word in ("&&", "|", ";"):
            found.append([])
        elif found[-1] or not re.match(r"[A-Z_]+=", word):
            found[-1].append(word)
    return [call for call in found if call]


@pytest.mark.parametrize(
    ("shown", "status", "output", "differs"),
    [
        ("$ x\na\n", 0, "a\n", False),
        ("$ x\na\n", 0, "b\n", True),
        ("$ x\na\n", 0, "a\nb\n", True),
        ("$ x\na\n...\n", 0, "a\nb\n", False),
        ("$ x\nab...\n", 0, "abc\n", False),
        ("$ x\nab...\n", 0, "acc\n", True),
        ("$ x\na\nb\n", 0, "a\n", True),
        ("$ x\n", 0, "whatever\n", False),
        ("$ x\n", 1, "", True),
        ("$ x\n$ echo $?\n1\n", 1, "", False),
        ("$ x\n$ echo $?\n1\n", 0, "", True),
    ],
)
def test_the_test_of_consoles_sees_what_differs(shown: str, status: int, output: str, differs: bool) -> None:
    (command,) = commands(Block("console", shown, 1))
    assert (command.differs(status, output) is not None) is differs


# The commands


def commands_of(verb: str) -> dict[str, click.Command]:
    """The commands of a verb by how they are called: the verb itself, or those of its group."""
    command = main.get_command(click.Context(main), verb)
    assert command is not None, f"there is no command `openimr {verb}`"
    if isinstance(command, click.Group):
        context = click.Context(command)
        found = {name: command.get_command(context, name) for name in command.list_commands(context)}
        return {f"{verb} {name}": one for name, one in found.items() if one is not None}
    return {verb: command}


def options_of(verb: str) -> dict[str, click.Option | None]:
    """Every spelling of every option of a verb."""
    found: dict[str, click.Option | None] = {"--help": None, "-h": None}
    for command in commands_of(verb).values():
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                found |= dict.fromkeys([*parameter.opts, *parameter.secondary_opts], parameter)
    return found


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_and_option_has_its_row(verb: str) -> None:
    page = TEXTS[f"docs/reference/commands/{verb}.md"]
    rows = [line for line in page.splitlines() if line.startswith("| `-")]
    documented = {name: row for row in rows for name in re.findall(r"`(--?[\w-]+)`", row.split("|")[1])}
    options = options_of(verb)
    assert set(documented) == set(options), f"docs/reference/commands/{verb}.md"
    for name, option in options.items():
        if option is not None and isinstance(option.default, int | str) and not option.is_flag:
            assert str(option.default) in documented[name], f"{verb} {name}: its default is {option.default}"
        if option is not None and isinstance(option.type, click.Choice):
            for choice in option.type.choices:
                assert f"`{choice}`" in documented[name], f"{verb} {name}: {choice} is missing"


@pytest.mark.parametrize("verb", VERBS)
def test_arguments_and_exit_status_are_told(verb: str) -> None:
    page = TEXTS[f"docs/reference/commands/{verb}.md"]
    assert "## Exit status" in page
    for called, command in commands_of(verb).items():
        usage = f"openimr {called} {' '.join(command.collect_usage_pieces(click.Context(command)))}"
        assert usage in page, f"docs/reference/commands/{verb}.md should show: {usage}"
        for parameter in command.params:
            if isinstance(parameter, click.Argument) and isinstance(parameter.type, click.Choice):
                for choice in parameter.type.choices:
                    assert f"`{choice}`" in page


def test_no_page_is_left_of_a_command_that_went() -> None:
    assert {path.stem for path in (REFERENCE / "commands").glob("*.md")} == set(VERBS)


# Data


def test_every_field_of_the_determination_is_explained() -> None:
    page = TEXTS["docs/reference/determination.md"]
    for name, values in _fields(schema.load("determination")):
        assert f"| `{name}` |" in page, f"the field {name} has no row"
        for value in values:
            assert f"`{value}`" in page, f"{name} may be {value}, which the page does not say"
    for row in re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE):
        assert row in {name for name, _ in _fields(schema.load("determination"))}, f"there is no field {row}"


def _fields(node: Any) -> list[tuple[str, list[str]]]:
    """Every property anywhere in a schema, with the words that its value may be."""
    found: list[tuple[str, list[str]]] = []
    if isinstance(node, dict):
        for name, value in node.get("properties", {}).items():
            found.append((name, [word for word in value.get("enum", []) if word is not None]))
        for key, value in node.items():
            found += _fields(list(value.values()) if key in ("properties", "$defs") else value)
    elif isinstance(node, list):
        for value in node:
            found += _fields(value)
    return found


def test_every_reason_to_refuse_a_file_is_explained() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "src/openimr").rglob("*.py"))
    used = set(re.findall(r'UnreadableFile\(\s*"([a-z_]+)"', source))
    documented = set(re.findall(r"^\| `([a-z_]+)` \|", TEXTS["docs/reference/errors.md"], re.MULTILINE))
    assert len(used) > 8
    assert documented == used
    assert all(f"``{code}``" in (pages.UnreadableFile.__doc__ or "") for code in used)


def test_every_setting_is_explained() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "src/openimr").rglob("*.py"))
    used = set(re.findall(r'environ(?:\.get\(|\[|\.setdefault\()"((?:OPENIMR_|DATABASE_)\w+)"', source))
    documented = set(re.findall(r"^\| `(\w+)` \|", TEXTS["docs/reference/settings.md"], re.MULTILINE))
    assert "DATABASE_URL" in used
    assert documented == used


def test_what_makes_an_error_is_as_the_pages_say() -> None:
    assert registry.LEAST_PRECISION == 0.9, "the pages say nine of ten"


def test_limits_are_those_in_force() -> None:
    page = TEXTS["docs/reference/errors.md"]
    assert f"more than {pages.DEFAULT.file_bytes // 1024**2} MiB" in page
    assert f"More than {pages.DEFAULT.pages} pages" in page


# The site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    # Not --quiet: it drops the warnings before --strict can count them.
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(out)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    if done.returncode:
        pytest.fail(f"mkdocs build --strict failed:\n{(done.stdout + done.stderr)[-1500:]}", pytrace=False)
    return out


def test_the_site_asks_nothing_of_other_sites(site: Path) -> None:
    fetched = re.compile(
        r"<(?:script|img|iframe|source)\b[^>]*\bsrc=[\"']?(?:https?:)?//|<link\b[^>]*\bhref=[\"']?(?:https?:)?//"
    )
    files = list(site.rglob("*.html"))
    assert len(files) > 20
    for file in files:
        found = fetched.search(file.read_text("utf-8"))
        assert found is None, f"{file.relative_to(site)}: {found and found[0]}"


def test_the_list_of_checks_is_that_of_the_registry(site: Path) -> None:
    page = (site / "reference/checks/index.html").read_text("utf-8")
    assert len(checking.checks()) > 30
    for one in checking.checks():
        assert one.code in page


@pytest.mark.parametrize("room", [letters, pages, samples, archive], ids=lambda room: room.__name__)
def test_every_public_name_is_in_the_reference(room: Any, site: Path) -> None:
    name = room.__name__.rpartition(".")[2]
    page = (site / f"reference/api/{name}/index.html").read_text("utf-8")
    for public in room.__all__:
        assert re.search(rf'id="?openimr(?:\.\w+)*\.{public}"?[ >]', page), f"openimr.{name}.{public}"


def test_the_vocabularies_are_in_the_reference(site: Path) -> None:
    page = (site / "reference/api/vocabulary/index.html").read_text("utf-8")
    for module in pkgutil.iter_modules(vocabulary.__path__):
        if module.name in INNER:
            continue
        loaded = importlib.import_module(f"openimr.vocabulary.{module.name}")
        assert f"openimr.vocabulary.{module.name}" in page
        own = [n for n, v in vars(loaded).items() if callable(v) and v.__module__ == loaded.__name__]
        public = getattr(loaded, "__all__", [name for name in own if not name.startswith("_")])
        for name in public:
            assert re.search(rf'id="?openimr\.vocabulary\.{module.name}\.{name}"?[ >]', page), (
                f"{module.name}.{name}"
            )


# Links, and what stands at the root


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", without_blocks(TEXTS[page])):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (PAGES[page].parent / path).resolve() if path else PAGES[page]
        assert file.exists(), f"{page}: {target}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", without_blocks(file.read_text("utf-8")), re.MULTILINE)
            assert anchor in {_slug(heading) for heading in headings}, f"{page}: {target}"


def _slug(heading: str) -> str:
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", heading.lower()).strip())


def test_hooks_call_the_tools_of_the_environment() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    for repo in config["repos"]:
        assert repo["repo"] == "local"
        for hook in repo["hooks"]:
            assert hook["language"] == "system"
            assert hook["entry"].startswith(".venv/bin/")
