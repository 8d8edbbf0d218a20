"""The notebooks run from top to bottom as they stand, and the example in R where R is there."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from detente.ledger import open_ledger
from detente.reading import read_report
from detente.records import make_report
from detente.views.exports import export

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.name)
def test_a_notebook_runs_and_holds_no_output(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    monkeypatch.chdir(tmp_path / "notebooks")
    names: dict[str, object] = {}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            exec(compile("".join(cell["source"]), f"{path.name} {cell['id']}", "exec"), names)


def has_arrow() -> bool:
    asked = ["Rscript", "-e", "quit(status = !requireNamespace('arrow', quietly = TRUE))"]
    return shutil.which("Rscript") is not None and subprocess.run(asked, check=False).returncode == 0


@pytest.mark.skipif(not has_arrow(), reason="R with the package arrow is not installed")
def test_r_reads_the_parquet(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "l.db", create=True) as ledger:
        ledger.add(read_report(make_report("Norway attacked Sweden.", published_at="2022-01-18")))
        export(ledger, tmp_path / "out", "parquet")
    script = ROOT / "examples" / "temperature.R"
    done = subprocess.run(
        ["Rscript", str(script), str(tmp_path / "out"), "NOR", "SWE"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "2022-01-17" in done.stdout
    assert "-10" in done.stdout
