"""`detente correct`: the analyst has the last word."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from detente.cli.output import ledger_option
from detente.views.plain import plain

if TYPE_CHECKING:
    from detente.corrections import Entry
    from detente.ledger import Hand, Ledger

F = TypeVar("F", bound=Callable[..., Any])

# Environment variable that names who corrects.
AUTHOR = "DETENTE_AUTHOR"


class Value(click.ParamType[tuple[str, str]]):
    """A field and its new value."""

    name = "FIELD=VALUE"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value
        name, sign, new = value.partition("=")
        if not sign or not name.strip():
            self.fail(f"{value!r}: write it as FIELD=VALUE.", param, ctx)
        return name.strip(), new


def author_of(named: str | None) -> str:
    """Who corrects: as named, else as the environment says, else the login name."""
    return named or os.environ.get(AUTHOR) or getpass.getuser()


def why(command: F) -> F:
    """`--reason`, `--author` and `--ledger`: what every correction asks for."""
    for option in (
        ledger_option,
        click.option("--author", help=f"Who corrects; else ${AUTHOR}, else the login name."),
        click.option("--reason", "-r", required=True, help="Why, in a few words. It is kept in the log."),
    ):
        command = option(command)
    return command


only_option = click.option("--report", "only", help="Of a position only what this report tells, by its id.")


@click.group(no_args_is_help=True)
def command() -> None:
    """Correct what was read: accept, reject, edit, merge or split actors, statements, events and positions.

    A correction is an entry of a log that is never changed (`detente log`); it outlives reading the reports anew,
    by later versions of detente too, and can be undone. IDs are what the first column of every list gives, or a
    beginning that is unique; actors may be named.

    \b
    Examples:
      detente correct reject e-0123 --reason "the sentence denies it"
      detente correct edit e-0123 status=planned targets=Ukraine --reason "announced only"
      detente correct merge "Zelensky" "Zelenskiy" --reason "one person"
      detente correct undo 3 --reason "it was right"
    """


@command.command(short_help="Say that records are right.")
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@only_option
@why
def accept(ids: tuple[str, ...], only: str | None, **told: Any) -> None:
    """Say that records are right as they are; takes a rejection back.

    \b
    Example: detente correct accept p-0123 --reason "checked against the transcript"
    """
    _correct(told, lambda ledger, by: ledger.accept(*ids, by=by, only=only))


@command.command(short_help="Say that records are wrong.")
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@only_option
@why
def reject(ids: tuple[str, ...], only: str | None, **told: Any) -> None:
    """Say that records are wrong: lists, brief and threads leave them out.

    What stands on a rejected statement or event alone falls with it, unless it was accepted or edited for
    itself. A rejected actor is nobody: records that named it name nobody in its place.

    \b
    Example: detente correct reject e-0123 --reason "the sentence denies it"
    """
    _correct(told, lambda ledger, by: ledger.reject(*ids, by=by, only=only))


@command.command()
@click.argument("id")
@click.argument("changes", nargs=-1, required=True, type=Value(), metavar="FIELD=VALUE…")
@only_option
@why
def edit(id: str, changes: tuple[tuple[str, str], ...], only: str | None, **told: Any) -> None:
    """Give fields of a record new values.

    Actors are written by name or id, several with commas; days as 2022-01-24 or 2022-01-24/2022-01-30; content,
    source and cue of a statement as the words that stand there, with … between stretches that are apart; “none”
    is nothing. Of a new event type follow code, quad class and intensity.

    \b
    Fields:
      actor      name aliases type country sector wikidata
      statement  speaker addressees acts negated quote said_at parent content source cue
      event      type mode status sources targets when place cameo contexts claimed_by
      position   type holder toward issue proposition condition consequence due status answers

    \b
    Examples:
      detente correct edit s-0123 speaker=Lavrov acts=demand,threaten --reason "misattributed"
      detente correct edit p-0123 due=2022-01-24/2022-01-30 status=met --reason "delivered on the 26th"
    """
    _correct(told, lambda ledger, by: ledger.edit(id, dict(changes), by=by, only=only))


@command.command(short_help="Say that several records are one.")
@click.argument("ids", nargs=-1, required=True, metavar="ID ID…")
@why
def merge(ids: tuple[str, ...], **told: Any) -> None:
    """Say that actors or positions are one, or statements or events of one report.

    \b
    Examples:
      detente correct merge "Zelensky" "Zelenskiy" --reason "one person"
      detente correct merge p-0123 p-4567 --reason "the same demand in other words"
    """
    _correct(told, lambda ledger, by: ledger.merge(*ids, by=by))


@command.command(short_help="Say what is no part of a record.")
@click.argument("id")
@click.argument("parts", nargs=-1, required=True, metavar="PART…")
@why
def split(id: str, parts: tuple[str, ...], **told: Any) -> None:
    """Say what is no part of a record, and leaves it.

    PARTs are names (or ids) under which reports know an actor; reports that tell a position; sources or targets
    of an event, which then has an event of their own; words with which another statement begins.

    \b
    Examples:
      detente correct split "George Bush" "George W. Bush" --reason "father and son"
      detente correct split p-0123 r-4567 --reason "another demand"
      detente correct split s-0123 "The minister added" --reason "two statements"
    """
    _correct(told, lambda ledger, by: ledger.split(id, *parts, by=by))


@command.command(short_help="Undo an entry of the log.")
@click.argument("which", metavar="N")
@why
def undo(which: str, **told: Any) -> None:
    """Undo entry N of the log. That is an entry itself, and can be undone.

    \b
    Example: detente correct undo 3 --reason "it was right"
    """
    _correct(told, lambda ledger, by: ledger.undo(which, by=by))


@command.command(short_help="Take in the log of another ledger.")
@click.argument("file", type=click.File("rb"))
@ledger_option
def take(file: Any, ledger_file: str | None) -> None:
    """Take in the log of another ledger, as `detente log --format json` prints it.

    Entries that are there already change nothing, and the order of taking in does not matter.

    \b
    Example: detente correct take colleague.json
    """
    import msgspec

    from detente.corrections import Entry
    from detente.errors import WrongCorrection
    from detente.ledger import open_ledger

    try:
        entries = msgspec.json.decode(file.read(), type=list[Entry])
    except msgspec.DecodeError as error:
        raise WrongCorrection(f"{file.name}: no log of corrections ({error}).") from None
    with open_ledger(ledger_file) as ledger:
        new = ledger.take_entries(entries)
    click.echo(f"{new} of {len(entries)} entries were new.")


def _correct(told: dict[str, Any], make: Callable[[Ledger, Hand], Entry]) -> None:
    from detente.ledger import Hand, open_ledger
    from detente.views.log import line_of

    by = Hand(
        author_of(told["author"]),
        told["reason"],
        datetime.now(UTC).isoformat(timespec="microseconds"),
    )
    with open_ledger(told["ledger_file"]) as ledger:
        entry = make(ledger, by)
    click.echo(plain(line_of(entry)))
