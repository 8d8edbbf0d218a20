"""The documents say what is so: commands have help with an example, printed output is current, code runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import click
import pytest

import detente
from detente.cli import COMMANDS, cli
from detente.sources import FORMATS
from detente.sources.archives import ARCHIVE_ENDINGS

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "docs"))

import regenerate  # noqa: E402  (the script that writes the documents' output also checks it)

README = (ROOT / "README.md").read_text(encoding="utf-8")


def fences(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    return regenerate.samples_environment(tmp_path_factory.mktemp("docs"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    help_text = command.get_help(click.Context(command, info_name=name))
    assert re.search(rf"Examples?:\s+(\S.*\| )?detente {name}\b", help_text), help_text


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_in_the_readme_and_in_the_list_of_commands(name: str) -> None:
    assert re.search(rf"`(detente )?{name}\b", README)
    assert f"\n## detente {name}\n" in (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


def test_the_list_of_formats_names_every_ending() -> None:
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    endings = [*ARCHIVE_ENDINGS, *(ending for format in FORMATS for ending in format.endings)]
    assert [ending for ending in endings if f"`{ending}`" not in text] == []


def test_the_first_two_blocks_of_the_readme_are_one_command_each() -> None:
    first, second = re.findall(r"^```\w*\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)[:2]
    for block in (first, second):
        (command,) = block.strip().splitlines()
        assert os.access(ROOT / command, os.X_OK)


@pytest.mark.parametrize("path", list(regenerate.documents()), ids=lambda path: path.name)
def test_printed_output_in_the_documents_is_current(path: Path, environment: Mapping[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    assert regenerate.with_output(text, environment) == text, "run .venv/bin/python docs/regenerate.py"


def test_the_python_of_the_readme_runs(tmp_path: Path) -> None:
    (code,) = fences(README, "python")
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "demand" in done.stdout


@pytest.mark.parametrize("name", detente.__all__)
def test_every_public_name_has_a_docstring(name: str) -> None:
    assert getattr(detente, name).__doc__


def test_links_in_the_documents_lead_to_files() -> None:
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_the_tests_that_the_architecture_names_are_there() -> None:
    tests = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("test_*.py"))
    for name in re.findall(r"`(test_\w+)`", (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")):
        assert f"def {name}(" in tests, name
