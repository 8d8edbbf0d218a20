"""What a source hands over: drafts of reports, and what it had to leave out."""

from __future__ import annotations

import msgspec


class Facts(msgspec.Struct, frozen=True):
    """What is known about a text beside the text: by itself, by its side-car, by the command line."""

    id: str | None = None
    title: str | None = None
    published_at: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None

    def over(self, other: Facts) -> Facts:
        """These facts, with the other's where these are silent."""
        return Facts(*(mine or theirs for mine, theirs in zip(self.values(), other.values(), strict=True)))

    def values(self) -> tuple[str | None, ...]:
        """The facts in the order of their fields."""
        return (self.id, self.title, self.published_at, self.publisher, self.url, self.language)


class Draft(msgspec.Struct, frozen=True):
    """One text as a file gives it. `place` says where in the file it stands, None where it is all of it."""

    text: str
    facts: Facts
    place: str | None = None


class Skipped(msgspec.Struct, frozen=True):
    """What was left out: the file, the place in it, why, and what happened or can be done."""

    path: str
    place: str | None
    reason: str
    mend: str

    def __str__(self) -> str:
        """One line for the user; control characters of file names and contents are shown, not sent."""
        where = f"{self.path}, {self.place}" if self.place else self.path
        return printable(f"{where}: {self.reason}. {self.mend}.")


def printable(text: str) -> str:
    """The text on one line that any terminal and any encoder takes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "replace").decode() for c in text)
