"""`detente codebook`: event types of the analyst's own, defined by examples, and schemes of own names."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from detente.cli.output import (
    Day,
    filter_options,
    format_option,
    ledger_option,
    print_table,
    wanted_of,
)
from detente.cli.progress import with_progress
from detente.records import EVENT_TYPES, EventStatus
from detente.views.plain import plain

if TYPE_CHECKING:
    from detente.ownbook.finding import Find, Wanted
    from detente.ownbook.folder import OwnType
    from detente.ownbook.learning import Accuracy, Lesson

F = TypeVar("F", bound=Callable[..., Any])


def least_option(command: F) -> F:
    """`--least`: which score makes a find."""
    return click.option(
        "--least",
        type=click.FloatRange(0, 1),
        default=0.5,
        show_default=True,
        help="The least score: lower finds more, and more that is wrong.",
    )(command)


def folder_option(command: F) -> F:
    """`--codebook`: the folder of own types."""
    return click.option(
        "--codebook",
        "folder",
        type=click.Path(file_okay=False),
        help="The folder of own types; else $DETENTE_CODEBOOK, else codebook/ in this folder.",
    )(command)


class InOrder(click.Group):
    """A group that lists its commands in the order of use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=InOrder)
def command() -> None:
    """Define event types of your own by examples; find them; give detente's types your own names.

    A type is a TOML file: a name, a definition, 5 to 50 sentences that tell it and as many near misses. No
    code; what is found stands beside the records and changes none of them.

    \b
    Examples:
      detente codebook new "hostage exchange" --definition "Captives let go in return for captives."
      detente codebook add "hostage exchange" "[Israel] freed 477 prisoners for {a captive soldier}."
      detente codebook learn "hostage exchange"
      detente codebook find "hostage exchange" --since 2022-01-20
    """


@command.command()
@click.argument("name")
@click.option("--definition", default="", help="What it is, in a sentence or two.")
@folder_option
def new(name: str, definition: str, folder: str | None) -> None:
    """Make a type: a file to which examples are added.

    \b
    Example:
      detente codebook new "hostage exchange" --definition "Captives let go in return for captives."
    """
    from detente.ownbook.folder import folder_path
    from detente.ownbook.folder import new as make

    path = make(folder_path(folder), name, definition)
    click.echo(f'{path}: made. Now add 5 to 50 examples: detente codebook add "{name}" "SENTENCE"')


@command.command()
@click.argument("name")
@click.argument("sentence")
@click.option(
    "--not", "counter", is_flag=True, help="It is a near miss: a sentence that does not tell the type."
)
@folder_option
@ledger_option
def add(name: str, sentence: str, counter: bool, folder: str | None, ledger_file: str | None) -> None:
    """Add an example, or with --not a counterexample.

    SENTENCE may mark [who does it] and {to whom}. It may also be the id of a record of the ledger, or the place
    that `try` and `find` print (REPORT@CHARACTER): then the sentence that stands there is added.

    \b
    Examples:
      detente codebook add "hostage exchange" "[Israel] freed 477 prisoners for {a captive soldier}."
      detente codebook add "hostage exchange" "The armies exchanged fire." --not
      detente codebook add "hostage exchange" e-0123456789ab
    """
    from detente.ownbook.folder import add as write
    from detente.ownbook.folder import folder_path, load_type

    found = load_type(folder_path(folder), name)
    note = None
    if re.fullmatch(r"\S+@\d+|[a-z]-[0-9a-f]{3,12}", sentence):
        sentence, note = _sentence_of(sentence, ledger_file)
    added = write(found, sentence, counter=counter, note=note)
    found = load_type(folder_path(folder), name)
    what = f"{_count(found.examples, 'example')}, {_count(found.counterexamples, 'counterexample')}"
    click.echo(f"{found.path}: {'added' if added else 'there already'}; {what}.")


def _sentence_of(id: str, ledger_file: str | None) -> tuple[str, str]:
    """The sentence of a record, or that at a place (`REPORT@CHARACTER`), and where it came from."""
    from detente.errors import UnknownName
    from detente.ledger import open_ledger
    from detente.records import Span

    with open_ledger(ledger_file) as ledger:
        if "@" in id:
            report, _, start = id.rpartition("@")
            rid = ledger.report(report).id
            passages = ledger.passages([(rid, (Span(int(start), int(start) + 1),))])
        else:
            passages = ledger.sentence_of(ledger.record(id))
        if not passages:
            raise UnknownName(f"{id} is no event, statement, position or measure: it has no sentence.")
        held = ledger.report(passages[0].report)
        # An example's own brackets would be taken for marks.
        text = re.sub(r"[\[\]{}]", "", passages[0].sentences[0].of(held.text))
        return (
            text,
            f"{id}, {held.publisher or held.title or held.id}, {(held.published_at or 'undated')[:10]}",
        )


@command.command(name="try", short_help="Show what a type would find in files or in the ledger.")
@click.argument("name")
@click.argument("files", nargs=-1, metavar="[FILE…]")
@least_option
@format_option
@folder_option
@ledger_option
def try_(
    name: str,
    files: tuple[str, ...],
    least: float,
    form: str,
    folder: str | None,
    ledger_file: str | None,
) -> None:
    """Show what a type would find in FILEs, or in the ledger where none are named.

    Learns from the examples as they are now and keeps nothing. With fewer than 5 examples it shows the
    sentences that hold one of the type's trigger words, so that examples can be picked from them.

    \b
    Examples:
      detente codebook try "hostage exchange"
      detente codebook try "hostage exchange" reports/ --least 0.3
    """
    from detente.ownbook.finding import Wanted
    from detente.ownbook.folder import folder_path, load_type
    from detente.ownbook.learning import FEWEST, learn_only

    found = load_type(folder_path(folder), name)
    learned = None if found.triggers and len(found.examples) < FEWEST else learn_only(found)
    wanted = Wanted(found, learned, least)
    if files:
        _print_finds_of_files([wanted], files, form)
    else:
        _print_finds_of_ledger([wanted], ledger_file, form, {})


@command.command(short_help="Learn a type; tell how well it holds and what confuses it.")
@click.argument("name")
@folder_option
def learn(name: str, folder: str | None) -> None:
    """Learn a type from its examples, tell how well it holds, and which examples confuse it.

    Each sentence is told by what the others teach (ten folds): precision, recall and F1 with 95 % intervals.

    \b
    Example:
      detente codebook learn "hostage exchange"
    """
    from detente.ownbook.folder import folder_path, load_type
    from detente.ownbook.learning import keep
    from detente.ownbook.learning import learn as learn_type

    found = load_type(folder_path(folder), name)
    lesson = learn_type(found)
    path = keep(found, lesson.learned)
    for line in _told(found, lesson):
        click.echo(plain(line))
    click.echo(f'Kept in {path}. Find it: detente codebook find "{found.name}"')


def _told(found: OwnType, lesson: Lesson) -> Iterator[str]:
    """What was learned, line by line."""
    from detente.ownbook.learning import reasons_for_more

    yield (
        f"{found.name}: {_count(found.examples, 'example')}, {_count(found.counterexamples, 'counterexample')}, "
        f"{lesson.background} background sentences; each told by what the others teach ({lesson.folds} folds)."
    )
    yield ""
    for word, share in (("precision", lesson.precision), ("recall", lesson.recall), ("F1", lesson.f1)):
        yield f"  {word:<10}{_share(share)}"
    yield ""
    yield "  from score  precision  recall  found in the background"
    for least in lesson.thresholds:
        found_there = f"{least.alarms} of {lesson.background}"
        yield f"  {least.score:>10.1f}  {least.precision:>9.2f}  {least.recall:>6.2f}  {found_there:>23}"
    yield ""
    if lesson.confusing:
        yield "Told wrongly:"
        for one in lesson.confusing:
            yield f"  {one.score:.2f}  {'example' if one.is_example else 'counterexample'}: {one.text}"
            if one.like is not None:
                yield f"        most like {'counterexample' if one.is_example else 'example'}: {one.like}"
        yield ""
    if lesson.alarms:
        yield f"Found in the background ({len(lesson.alarms)} of {lesson.background}); add what is wrong with --not:"
        for score, text in lesson.alarms:
            yield f"  {score:.2f}  {text}"
        yield ""
    reasons = list(reasons_for_more(lesson))
    yield "More examples would help:" if reasons else "More examples would hardly help."
    for reason in reasons:
        yield f"  - {reason}"


def _share(share: Accuracy) -> str:
    return f"{share.value:.2f}  ({share.low:.2f}–{share.high:.2f})"


@command.command(short_help="List what learned types find in the ledger.")
@click.argument("names", nargs=-1, metavar="[NAME…]")
@click.option("--since", type=Day(), help="First day of publication.")
@click.option("--until", type=Day(), help="Last day of publication.")
@click.option("--report", help="Only this report, by its id.")
@least_option
@format_option
@folder_option
@ledger_option
def find(
    names: tuple[str, ...],
    least: float,
    form: str,
    folder: str | None,
    ledger_file: str | None,
    **options: str | None,
) -> None:
    """List what learned types find in the ledger: all of them, or those named.

    With --format json each find is {"kind": "own", "type", "report", "span", "score", "events", "text"}: a list
    beside the records, joined to them by the ids of reports and events.

    \b
    Examples:
      detente codebook find "hostage exchange" --since 2022-01-20
      detente codebook find --format json > own.json
    """
    from detente.errors import UnknownType
    from detente.ownbook.finding import Wanted
    from detente.ownbook.folder import OwnType, folder_path, load_all
    from detente.ownbook.learning import kept

    place = folder_path(folder)
    if names:
        wanted = [learned_type(folder, name, least) for name in names]
    else:
        types = [found for found in load_all(place) if isinstance(found, OwnType)]
        wanted = [Wanted(one, learned, least) for one in types if (learned := kept(one)) is not None]
    if not wanted:
        raise UnknownType(f"{place}: no type is learned. `detente codebook list` shows what there is.")
    _print_finds_of_ledger(wanted, ledger_file, form, options)


@command.command(name="map", short_help="List the events under the names of a scheme.")
@click.argument("name")
@filter_options(types=EVENT_TYPES, statuses=get_args(EventStatus))
@format_option
@folder_option
@ledger_option
def map_(name: str, form: str, folder: str | None, ledger_file: str | None, **options: Any) -> None:
    """List the ledger's events under the names of a scheme, in a column `own`.

    The scheme is a file of the folder with a [map] of types, types with mode or CAMEO codes to own names. The
    options are those of `detente events`; csv, md and json have the column too.

    \b
    Examples:
      detente codebook map "my scheme"
      detente codebook map "my scheme" --status occurred --format csv > events.csv
    """
    from detente.ledger import open_ledger
    from detente.ownbook.folder import folder_path, load_scheme
    from detente.ownbook.schemes import own_name
    from detente.records import encode
    from detente.views.tables import Column, Table, events_table

    scheme = load_scheme(folder_path(folder), name)
    with open_ledger(ledger_file) as ledger:
        events = ledger.events(wanted_of(options))
        own = [own_name(scheme, event) for event in events]
        if form == "json":
            _print_json(
                {**json.loads(encode(e)), "own": called} for e, called in zip(events, own, strict=True)
            )
            return
        plain_table = events_table(ledger, events)
        rows = tuple((row[0], called, *row[1:]) for row, called in zip(plain_table.rows, own, strict=True))
        columns = (plain_table.columns[0], Column("own"), *plain_table.columns[1:])
        print_table(Table(columns, rows), form, events)


@command.command(name="list", short_help="List the types and schemes, and what is learned.")
@format_option
@folder_option
def list_(form: str, folder: str | None) -> None:
    """List the types and schemes of the folder, and which are learned.

    \b
    Example:
      detente codebook list
    """
    from detente.ownbook.folder import OwnType, folder_path, load_all
    from detente.ownbook.learning import kept, learned_path
    from detente.views.tables import Column, Table

    rows: list[tuple[str | int | None, ...]] = []
    for found in load_all(folder_path(folder)):
        if isinstance(found, OwnType):
            state = (
                "learned"
                if kept(found)
                else "learn it again"
                if learned_path(found).is_file()
                else "not learned"
            )
            rows.append(
                (found.name, state, len(found.examples), len(found.counterexamples), found.definition)
            )
        else:
            rows.append((found.name, f"scheme of {len(found.map)}", None, None, found.definition))
    _print(
        Table(
            (
                Column("name"),
                Column("state", whole=True),
                Column("examples", number=True),
                Column("counterexamples", number=True),
                Column("definition"),
            ),
            tuple(rows),
        ),
        form,
    )


def learned_type(folder: str | None, name: str, least: float = 0.5) -> Wanted:
    """The type of that name, to be found from the score `least` on; `UnknownType` where it is not learned."""
    from detente.errors import UnknownType
    from detente.ownbook.finding import Wanted
    from detente.ownbook.folder import folder_path, load_type
    from detente.ownbook.learning import kept

    found = load_type(folder_path(folder), name)
    learned = kept(found)
    if learned is None:
        raise UnknownType(
            f'{found.path}: not learned as it is now. Do: detente codebook learn "{found.name}"'
        )
    return Wanted(found, learned, least)


def _print_finds_of_files(wanted: Sequence[Wanted], files: Sequence[str], form: str) -> None:
    from detente.ownbook.finding import finds_in
    from detente.reading.batch import read_each
    from detente.sources import ReportDefaults, open_reports
    from detente.sources.draft import Skipped

    finds: list[tuple[Find, str | None, str]] = []
    skipped = 0
    for item in with_progress(read_each(open_reports(files, ReportDefaults(None, None)))):
        if isinstance(item, Skipped):
            skipped += 1
            click.echo(f"detente: {plain(str(item))}", err=True)
            continue
        names = {actor.id: actor.name for actor in item.actors}
        for found in finds_in(item, wanted):
            who = _who([e for e in item.events if e.id in found.events], names)
            finds.append((found, item.report.published_at, who))
    _print_finds(finds, form)
    sys.exit(1 if skipped else 0)


def _print_finds_of_ledger(
    wanted: Sequence[Wanted], ledger_file: str | None, form: str, options: dict[str, str | None]
) -> None:
    from detente.ledger import Filter, open_ledger
    from detente.ownbook.finding import finds_in

    finds: list[tuple[Find, str | None, str]] = []
    with open_ledger(ledger_file) as ledger:
        names = ledger.names()
        reports = ledger.reports(Filter(**options))  # type: ignore[arg-type]
        for report in with_progress(reports, of=len(reports)):
            reading = ledger.reading(report.id)
            for found in finds_in(reading, wanted):
                who = _who([e for e in reading.events if e.id in found.events], names)
                finds.append((found, report.published_at, who))
    _print_finds(finds, form)


def _who(events: Sequence[Any], names: Any) -> str:
    """Who does it to whom, by the events of the sentence: “Israel → Hamas”."""
    from detente.views.tables import listed

    dyads = [(listed(e.sources, names), listed(e.targets, names)) for e in events]
    return "; ".join(dict.fromkeys(f"{a or '?'} → {b or '?'}" for a, b in dyads if a or b))


def _print_finds(finds: Sequence[tuple[Find, str | None, str]], form: str) -> None:
    """Print finds in the form asked for: in order of day, then as the reports have them."""
    import msgspec

    from detente.views.tables import Column, Table

    ordered = sorted(finds, key=lambda f: (f[1] or "", f[0].report, f[0].span, f[0].type))
    if form == "json":
        _print_json(msgspec.to_builtins(found) for found, _, _ in ordered)
        return
    columns = (
        Column("place", whole=True),
        Column("told", whole=True),
        Column("own"),
        Column("score", whole=True, number=True),
        Column("sentence"),
        Column("who"),
    )
    rows = tuple((f.place, (day or "")[:10], f.type, f.score, f.text, who) for f, day, who in ordered)
    _print(Table(columns, rows), form)


def _print(table: Any, form: str) -> None:
    """A table that is not of records: `json` has an object for each row."""
    if form == "json":
        titles = [column.title for column in table.columns]
        _print_json(dict(zip(titles, row, strict=True)) for row in table.rows)
    else:
        print_table(table, form, ())


def _print_json(objects: Iterable[object]) -> None:
    """One JSON array, an object a line, as the other lists print it."""
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in objects)
    click.echo(f"[\n{lines}\n]" if lines else "[]")


def _count(things: Sequence[object], word: str) -> str:
    return f"{len(things)} {word}{'' if len(things) == 1 else 's'}"
