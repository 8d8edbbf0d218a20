"""The temperature drawn as SVG by the desk itself: bands, lines, turning points, and a link at each point to its why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from detente.temperature import Point

if TYPE_CHECKING:
    from detente.turning import Turn

# Size of the drawing in its own units, and the room for its axes.
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 900, 300, 36, 12, 10, 26
# The scale's ends (Goldstein), the lines across, and about how many days are named below.
LOW, HIGH, ACROSS, NAMED = -10.0, 10.0, (-10, -5, 0, 5, 10), 7


@dataclass(frozen=True)
class Tick:
    """A place on an axis and what stands there."""

    at: float
    label: str


@dataclass(frozen=True)
class Dot:
    """A point: where, what it says, and the period that it stands for."""

    x: float
    y: float
    label: str
    start: date
    end: date


@dataclass(frozen=True)
class Line:
    """A series: its name, the line and the band as SVG paths, its points."""

    name: str
    line: str
    band: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class Chart:
    """Lines over the days from `first` to `last`; `turns` are the places of turning points."""

    first: date
    last: date
    days: tuple[Tick, ...]
    levels: tuple[Tick, ...]
    lines: tuple[Line, ...]
    turns: tuple[Tick, ...]


def chart(series: Sequence[tuple[str, Sequence[Point]]], turns: Iterable[Turn]) -> Chart | None:
    """The drawing of named series and of the turning points of the first; None where nothing is told."""
    told = [(name, [p for p in points if p.net is not None]) for name, points in series]
    days = [day for _, points in told for p in points for day in (p.start, p.end)]
    if not days:
        return None
    first, last = min(days), max(days)
    width = max((last - first).days, 1)

    def x(day: date) -> float:
        return round(LEFT + (day - first).days / width * (WIDTH - LEFT - RIGHT), 1)

    return Chart(
        first,
        last,
        tuple(Tick(x(day), day.isoformat()) for day in _days(first, last)),
        tuple(Tick(_y(level), f"{level:+d}" if level else "0") for level in ACROSS),
        tuple(_line(name, points, x) for name, points in told),
        tuple(
            Tick(x(t.day), f"{t.day}: {t.before:+.1f} → {t.after:+.1f}")
            for t in turns
            if first <= t.day <= last
        ),
    )


def _line(name: str, points: Sequence[Point], x: Callable[[date], float]) -> Line:
    """A series as paths: broken where a period without deeds lies between two points."""

    def middle(p: Point) -> float:
        return x(p.start + (p.end - p.start) / 2)

    line, bands, dots = [], [], []
    before: Point | None = None
    for p in points:
        net = p.net or 0.0
        joined = before is not None and p.start - before.end <= timedelta(days=1)
        line.append(f"{'L' if joined else 'M'}{middle(p)} {_y(net)}")
        if p.low is not None and p.high is not None:
            left, right = x(p.start), max(x(p.end), x(p.start) + 2)
            bands.append(f"M{left} {_y(p.low)}H{right}V{_y(p.high)}H{left}Z")
        band = f" ({p.low:+.1f} … {p.high:+.1f})" if p.low is not None and p.high is not None else ""
        dots.append(
            Dot(middle(p), _y(net), f"{p.start} – {p.end}: {net:+.1f}{band}, {p.deeds}", p.start, p.end)
        )
        before = p
    return Line(name, "".join(line), "".join(bands), tuple(dots))


def _y(level: float) -> float:
    return round(TOP + (HIGH - level) / (HIGH - LOW) * (HEIGHT - TOP - BOTTOM), 1)


def _days(first: date, last: date) -> list[date]:
    """Days named below: the first, and others evenly after it."""
    step = max((last - first).days // NAMED, 1)
    return [first + timedelta(days=n) for n in range(0, (last - first).days + 1, step)][: NAMED + 1]
