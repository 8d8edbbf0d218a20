"""What `import detente` offers is what is promised, described, and light until it is used."""

import subprocess
import sys

import pytest

import detente


def test_the_public_names_are_these():
    assert detente.__all__ == [
        "DetenteError",
        "Filter",
        "Ledger",
        "Reading",
        "Report",
        "Skipped",
        "brief",
        "make_report",
        "open_ledger",
        "open_reports",
        "read_report",
        "read_reports",
        "records",
    ]  # fmt: skip
    assert detente.__all__ == sorted(detente.__all__)
    assert {name for name in dir(detente) if not name.startswith("__")} == set(detente.__all__)


@pytest.mark.parametrize("name", detente.__all__)
def test_every_public_name_is_there_and_described(name):
    assert getattr(detente, name).__doc__.strip()


@pytest.mark.parametrize(
    "name", ["make_report", "open_ledger", "open_reports", "read_report", "read_reports", "brief"]
)
def test_every_public_function_is_typed(name):
    function = getattr(detente, name)
    assert set(function.__annotations__) == {
        *function.__code__.co_varnames[: _parameters(function)],
        "return",
    }


@pytest.mark.parametrize(
    "method", [m for m in vars(detente.Ledger).values() if callable(m) and not m.__name__.startswith("_")]
)
def test_every_method_of_the_ledger_is_described(method):
    assert method.__doc__.strip()


def test_another_name_is_not_there():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        detente.nothing  # noqa: B018


def test_importing_detente_loads_nothing_heavy():
    script = "import sys, detente; sys.exit(sorted({'spacy', 'sqlalchemy', 'rich', 'msgspec'} & set(sys.modules)) or 0)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def _parameters(function) -> int:
    code = function.__code__
    return code.co_argcount + code.co_kwonlyargcount
