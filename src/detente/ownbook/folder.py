"""The folder of an own codebook: one TOML file a type or a scheme, written by hand or by `detente codebook`.

A type (`hostage-exchange.toml`):

    name = "hostage exchange"
    definition = "Captives of one side are let go in return for captives of the other."
    triggers = ["swap", "exchange of prisoners"]     # optional: words of which a sentence must hold one or more
    examples = [
      "[Israel] freed 477 prisoners in return for {a soldier held in Gaza}.",
    ]
    counterexamples = [
      "The two armies exchanged fire near the crossing.",
    ]

A sentence may mark who does it with [ ] and to whom with { }. A scheme (`my-scheme.toml`) has `map` instead:

    name = "my scheme"
    definition = "…"
    [map]
    "ASSAULT aerial" = "air strike"      # a type with its mode
    "ASSAULT" = "attack"                 # a type
    "173" = "arrest"                     # a CAMEO code and all below it
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import msgspec

from detente.errors import BrokenType, TypeExists, UnknownType
from detente.records import EVENT_TYPES, Span

DEFAULT_FOLDER = "codebook"
ENVIRONMENT = "DETENTE_CODEBOOK"


@dataclass(frozen=True)
class Example:
    """One sentence without its marks; `source` and `target` where it marks who does it and to whom."""

    text: str
    source: Span | None = None
    target: Span | None = None


@dataclass(frozen=True)
class OwnType:
    """A type that examples define. `triggers`, where there are any, are words that a find must hold."""

    name: str
    definition: str
    path: Path
    examples: tuple[Example, ...] = ()
    counterexamples: tuple[Example, ...] = ()
    triggers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scheme:
    """Own names for detente's types: what is renamed (a type, a type with mode, a CAMEO code), and to what."""

    name: str
    definition: str
    path: Path
    map: tuple[tuple[str, str], ...]


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    """A file as it is written."""

    name: str
    definition: str = ""
    triggers: list[str] = []
    examples: list[str] = []
    counterexamples: list[str] = []
    map: dict[str, str] | None = None


def folder_path(given: str | os.PathLike[str] | None = None) -> Path:
    """The folder given, else that of DETENTE_CODEBOOK, else `codebook` in the working folder."""
    return Path(given or os.environ.get(ENVIRONMENT) or DEFAULT_FOLDER)


def load_all(folder: Path) -> tuple[OwnType | Scheme, ...]:
    """Every type and scheme of a folder, by name; none where the folder is not there."""
    return tuple(sorted(map(load, sorted(folder.glob("*.toml"))), key=lambda found: found.name.casefold()))


def load_type(folder: Path, name: str) -> OwnType:
    """The type of that name (or file name); `UnknownType` with near names where there is none."""
    found = _named(folder, name)
    if isinstance(found, Scheme):
        raise UnknownType(f"“{name}” is a scheme: `detente codebook map` applies it; it cannot be learned.")
    return found


def load_scheme(folder: Path, name: str) -> Scheme:
    """The scheme of that name (or file name); `UnknownType` where there is none."""
    found = _named(folder, name)
    if isinstance(found, OwnType):
        raise UnknownType(f"“{name}” is a type with examples; a scheme has a [map] table in {found.path}.")
    return found


def _named(folder: Path, name: str) -> OwnType | Scheme:
    direct = folder / f"{slug(name)}.toml"
    if direct.is_file():
        return load(direct)
    known = load_all(folder)
    for found in known:
        if found.name.casefold() == name.casefold():
            return found
    near = get_close_matches(name.casefold(), [k.name.casefold() for k in known], n=3)
    there = [k.name for k in known if k.name.casefold() in near] or [k.name for k in known]
    hint = f"There is: {', '.join(there[:8])}." if there else f'Make it: detente codebook new "{name}".'
    raise UnknownType(f"{folder}: no type or scheme is called “{name}”. {hint}")


def load(path: Path) -> OwnType | Scheme:
    """The type or scheme of a file; `BrokenType` says in one line what is wrong with it."""
    try:
        written = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8-sig")), _Written)
    except UnicodeDecodeError as error:
        raise BrokenType(f"{path}: not UTF-8 text. Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise BrokenType(f"{path}: not TOML: {_line(error)}.") from error
    except msgspec.ValidationError as error:
        raise BrokenType(
            f"{path}: {_line(error)}. `detente codebook new` writes a file to begin from."
        ) from error
    if not written.name.strip():
        raise BrokenType(f"{path}: `name` is empty.")
    if written.map is not None:
        if written.examples or written.counterexamples or written.triggers:
            raise BrokenType(f"{path}: has examples and [map]; a scheme is a file of its own.")
        return Scheme(written.name, written.definition, path, _checked(path, written.map))
    yes, no = (
        tuple(_example(path, text) for text in dict.fromkeys(texts))
        for texts in (written.examples, written.counterexamples)
    )
    for both in sorted({e.text for e in yes} & {e.text for e in no}):
        raise BrokenType(f"{path}: example and counterexample at once: “{both}”. Strike one of them.")
    return OwnType(
        written.name, written.definition, path, yes, no, tuple(t for t in written.triggers if t.strip())
    )


def _line(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".")


def _checked(path: Path, given: dict[str, str]) -> tuple[tuple[str, str], ...]:
    for key in given:
        if not (re.fullmatch(r"\d{2,4}", key) or key.split(" ")[0] in EVENT_TYPES):
            raise BrokenType(
                f"{path}: [map] renames “{key}”, which is no type (ASSAULT), type with mode (ASSAULT aerial) or "
                f"CAMEO code (173). The types: {', '.join(EVENT_TYPES)}."
            )
    return tuple(given.items())


_MARKS = re.compile(r"[\[\]{}]")


def _example(path: Path, text: str) -> Example:
    """An example without its marks; `BrokenType` where they do not pair or stand twice."""
    text = " ".join(text.split())
    if not text:
        raise BrokenType(f"{path}: an example is empty.")
    spans: dict[str, Span] = {}
    plain, start, last, opened = "", 0, 0, ""
    for mark in _MARKS.finditer(text):
        plain += text[last : mark.start()]
        last = mark.end()
        if not opened and mark[0] in "[{" and mark[0] not in spans:
            opened, start = mark[0], len(plain)
        elif opened and mark[0] == {"[": "]", "{": "}"}[opened] and len(plain) > start:
            spans[opened] = Span(start, len(plain))
            opened = ""
        else:
            opened = "?"
            break
    if opened:
        raise BrokenType(f"{path}: one [source] and one {{target}} at most, each closed: “{text}”.")
    return Example(plain + text[last:], spans.get("["), spans.get("{"))


def new(folder: Path, name: str, definition: str) -> Path:
    """Make the file of a type without examples; `TypeExists` where the folder has one of that name."""
    name = " ".join(name.split())
    if not slug(name):
        raise BrokenType(f"“{name}” is no name: it needs a letter or digit.")
    path = folder / f"{slug(name)}.toml"
    if path.exists() or any(k.name.casefold() == name.casefold() for k in load_all(folder)):
        raise TypeExists(f"{path}: there already. `detente codebook add` adds examples to it.")
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"name = {_quoted(name)}\n"
        f"definition = {_quoted(definition)}\n\n"
        "# Words of which a sentence must hold at least one to be found; leave it empty to ask for none.\n"
        "triggers = [\n]\n\n"
        "# 5 to 50 sentences that tell it; [who does it] and {to whom} may be marked.\n"
        "examples = [\n]\n\n"
        "# As many that do not, the nearer the better: same words, another thing; or denied, only demanded …\n"
        "counterexamples = [\n]\n",
        encoding="utf-8",
    )
    return path


def add(found: OwnType, sentence: str, *, counter: bool, note: str | None = None) -> bool:
    """Write a sentence into a type's file, with a comment where it came from; False where it is there already.

    Only the one line is added: what the analyst wrote, comments too, stays as it is.
    """
    example = _example(found.path, sentence)
    have, other = (found.examples, found.counterexamples)[:: -1 if counter else 1]
    if any(example.text == e.text for e in have):
        return False
    if any(example.text == e.text for e in other):
        what = "an example" if counter else "a counterexample"
        raise BrokenType(f"{found.path}: the sentence is there already as {what}. Strike that first.")
    key = "counterexamples" if counter else "examples"
    written = found.path.read_text(encoding="utf-8-sig")
    before = tomllib.loads(written)
    wanted = {**before, key: [*before.get(key, ()), " ".join(sentence.split())]}
    line = f"  {_quoted(' '.join(sentence.split()))},{f'  # {note}' if note else ''}\n"
    for candidate in _with_line(written, key, line):
        try:
            if tomllib.loads(candidate) == wanted:
                found.path.write_text(candidate, encoding="utf-8")
                return True
        except tomllib.TOMLDecodeError:
            continue
    raise BrokenType(
        f"{found.path}: write `{key} = [` and `]` on lines of their own, so that a line can be added."
    )


def _with_line(written: str, key: str, line: str) -> Iterator[str]:
    """The file with a line more, before each `]` that may close the list; or with a list of it."""
    lines = written.splitlines(keepends=True)
    opening = next((n for n, text in enumerate(lines) if re.match(rf"\s*{key}\s*=\s*\[", text)), None)
    if opening is None:
        yield f"{key} = [\n{line}]\n{written}"
        return
    for n in range(opening + 1, len(lines)):
        if lines[n].strip().startswith("]"):
            yield "".join((*lines[:n], line, *lines[n:]))
            # The last of a list that was written by hand may lack its comma.
            yield "".join((*lines[: n - 1], lines[n - 1].rstrip() + ",\n", line, *lines[n:]))


def _quoted(text: str) -> str:
    """A string of TOML: as JSON has it, and U+007F escaped too."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False).replace("\x7f", "\\u007f")


def slug(name: str) -> str:
    """The file name of a type: “Hostage exchange” → “hostage-exchange”."""
    return "-".join(re.findall(r"\w+", name.casefold()))
