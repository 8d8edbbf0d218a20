"""How well the reader does: its answers held against gold files, and two versions of it against each other.

`open_gold` finds out the form of gold files and asks the reader; `score` makes figures of its answers;
`compare` holds two evaluations against each other. To add a form, write a file with `recognises` and `ask` and
name it in `FORMATS`. Forms are imported when they are used: the language model waits until it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from msgspec.structs import replace

from detente.errors import NotGold
from detente.evaluate.items import Asked, Evaluation, Item

__all__ = ["FORMATS", "Asked", "Evaluation", "GoldFormat", "Item", "finished", "open_gold", "recognised"]

# Characters of a file by which its form is recognised: beyond the longest document of the corpora at hand, as
# in JSON lines the telling key may come after the text.
HEAD = 100_000


class GoldFormat(NamedTuple):
    """A form of gold file: its name, its module in this package, its endings (none: it is a folder), and what
    it holds."""

    name: str
    module: str
    endings: tuple[str, ...]
    about: str


# In the order in which they are tried.
FORMATS: tuple[GoldFormat, ...] = (
    GoldFormat("plv", "plv", (".tsv",), "PLV tables: what a marked source does to a marked target"),
    GoldFormat("plover", "plover", (".json", ".txt"), "PLOVER gold records: who does what to whom in a sentence"),
    GoldFormat("pairs", "labelled", (".tsv", ".jsonl"), "labelled sentences: type and status of a marked pair"),
    GoldFormat("status", "happened", (".tsv", ".jsonl"), "status sentences: did the event at the marked word happen?"),
    GoldFormat("lists", "lists", (".toml",), "gold lists: what a careful person would write down of a report"),
    GoldFormat("times", "times", (".jsonl",), "documents with time expressions and the days they mean"),
    GoldFormat("statements", "statements", (), "folders of texts and brat attributions: who said what"),
    GoldFormat("places", "places", (".jsonl",), "documents with place names and their coordinates"),
)  # fmt: skip


class Gold(NamedTuple):
    """Gold files and their form, the reader being asked."""

    format: str
    files: tuple[Path, ...]
    asked: Asked


def open_gold(
    paths: Iterable[str | Path], format: str | None = None, reports: str | Path | None = None
) -> Gold:
    """The gold of files and folders, of one form all, ready to be asked.

    `reports` is the folder of the reports that gold lists are of, if they do not stand beside them.
    Without `format` it is recognised by content. `NotGold` where a file has no form that is known, where two
    have different ones, or where there is nothing.
    """
    wanted = [known for known in FORMATS if format in (None, known.name)]
    found: dict[Path, GoldFormat] = {}
    for path in map(Path, paths):
        for file in _files(path, wanted):
            form = wanted[0] if format is not None else recognised(file)
            if form is not None:
                found[file] = form
            elif not path.is_dir():
                known = "; ".join(f"{f.name}: {f.about}" for f in FORMATS)
                raise NotGold(f"{file}: no gold that detente knows. Known are {known}")
    if not found:
        raise NotGold("no gold file there; `detente evaluate --help` lists the forms")
    forms = sorted({form.name for form in found.values()})
    if len(forms) > 1:
        raise NotGold(
            f"files of different forms ({', '.join(forms)}); evaluate one form at a time, or name it (--as)"
        )
    files = tuple(found)
    form = found[files[0]]
    module = _module(form)
    elsewhere = {"reports": Path(reports)} if form.name == "lists" and reports is not None else {}
    return Gold(form.name, files, module.ask(files, **elsewhere))


def _files(path: Path, formats: Iterable[GoldFormat]) -> Iterator[Path]:
    """The file itself, or the files of a folder that have a gold file's ending, in the order of their names."""
    if not path.exists():
        raise NotGold(f"{path}: not there")
    if not path.is_dir() or recognised(path) is not None:
        yield path
        return
    endings = {ending for form in formats for ending in form.endings}
    yield from sorted(p for p in path.iterdir() if p.suffix in endings and p.is_file())


def recognised(path: Path) -> GoldFormat | None:
    """The form of a file or folder by its content; None where it is no gold that detente knows."""
    if path.is_dir():
        known = (form for form in FORMATS if not form.endings)
        return next((form for form in known if _module(form).recognises(path, "")), None)
    try:
        with path.open(encoding="utf-8-sig") as stream:
            head = stream.read(HEAD)
    except UnicodeDecodeError:
        raise NotGold(f"{path}: not UTF-8; save its text as UTF-8") from None
    except OSError as error:
        raise NotGold(f"{path}: {error.strerror or error}") from None
    for form in FORMATS:
        if _module(form).recognises(path, head):
            return form
    return None


def _module(form: GoldFormat) -> ModuleType:
    return import_module(f"detente.evaluate.{form.module}")


def finished(gold: Gold, answered: Iterable[tuple[Item, ...]]) -> Evaluation:
    """The evaluation of a gold whose items have all been answered."""
    seen: dict[tuple[str, str], int] = {}
    items: list[Item] = []
    for some in answered:
        for item in some:
            again = seen[item.task, item.id] = seen.get((item.task, item.id), 0) + 1
            items.append(item if again == 1 else replace(item, id=f"{item.id} ({again})"))
    names = tuple(path.name for path in gold.files)
    return Evaluation(gold.format, names, version("detente"), gold.asked.tasks, tuple(items))
