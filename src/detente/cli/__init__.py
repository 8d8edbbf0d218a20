"""The command line: one file a command; each parses, calls one public function and prints.

Commands are imported when they are called, so that `detente --help` never waits for the language model.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

from detente.errors import DetenteError

# Name of the command → its module in this package and the line that `--help` shows.
COMMANDS: dict[str, str] = {
    "read": "Read reports into the ledger.",
    "watch": "Follow feeds: read what is new, say what it changed.",
    "brief": "Who is involved, where each side stands, what is open, promised, threatened, disputed.",
    "positions": "List where each side stands.",
    "issues": "Set the sides beside one another on each issue; how far apart they are; what is open.",
    "calendar": "List what is due, and when.",
    "redlines": "List what nobody is to do, what would follow, and whether somebody did it.",
    "deeds": "Put the words of each side beside its deeds.",
    "temperature": "How warm or cold it is between two sides, and where it turned.",
    "network": "Who deals with whom, and how warmly, period by period.",
    "import": "Keep events that ICEWS, POLECAT, GDELT or ACLED has coded beside detente's own.",
    "compare": "Hold detente's coding against that of ICEWS, POLECAT, GDELT or ACLED.",
    "events": "List who did what to whom.",
    "statements": "List who said what.",
    "quotes": "Put the renderings of one utterance side by side; name the best-attested words.",
    "actors": "List who is involved.",
    "measures": "List the numbers: troops, dead, money …",
    "show": "Show one record: its sentence with the evidence marked, its history, its neighbours.",
    "correct": "Accept, reject, edit, merge or split what was read; undo.",
    "log": "List what was corrected, by whom, when and why; export it as gold or to train on.",
    "search": "Search the full text of reports and records.",
    "status": "What was read, what was skipped and why.",
    "export": "Write the ledger as Parquet, CSV, GeoJSON, ICEWS, GDELT …",
    "move": "Copy the ledger from a file into PostgreSQL, or back.",
    "code": "Print the records of reports as JSON lines; no ledger.",
    "scale": "Read on many machines, into Parquet.",
    "evaluate": "Score the reader on gold files; compare two versions of it.",
    "codebook": "Define event types of your own by examples; find them.",
    "serve": "Open the desk: reports and ledger in the browser.",
}


class LazyCommands(click.Group):
    """A group whose commands live in `detente.cli.<name>.command` and are imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command = import_module(f"detente.cli.{name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="detente")
def cli() -> None:
    """Keep the ledger of a crisis from news reports: who did what, who said what, where each side stands."""


def main() -> None:
    """Entry point: a `DetenteError` is one line on standard error and exit code 1."""
    try:
        cli(prog_name="detente")
    except DetenteError as error:
        click.echo(f"detente: {error}", err=True)
        sys.exit(1)
