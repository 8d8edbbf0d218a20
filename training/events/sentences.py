"""The sentences of the corpus beside this file, and which of them are kept for measuring."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

TYPES = ["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
         "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"]  # fmt: skip
STATUSES = ["occurred", "ongoing", "planned", "hypothetical", "negated", "demanded"]
CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True)
class Example:
    """One sentence with marks; type and status are indexes, or None where only a teacher has a word on it."""

    text: str
    type: int | None
    status: int | None


def load_corpus(folder: Path = CORPUS) -> list[Example]:
    """The examples of all corpus files; stops at a line that breaks the guidelines."""
    found: dict[str, Example] = {}
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            fields = line.split("\t")
            if (
                len(fields) != 3
                or [fields[2].count(c) for c in "[]{}"] != [1, 1, 1, 1]
                or fields[0] not in TYPES
                or fields[1] not in STATUSES
            ):
                sys.exit(
                    f"{path.name}, line {number}: not TYPE<TAB>STATUS<TAB>text with [source] and {{target}}"
                )
            kind, status, text = fields
            found[text] = Example(text, TYPES.index(kind), STATUSES.index(status))
    return list(found.values())


def is_kept(example: Example) -> bool:
    """True for the tenth that is measured on and not trained on."""
    return hashlib.blake2b(example.text.encode(), digest_size=2).digest()[0] % 10 == 0
