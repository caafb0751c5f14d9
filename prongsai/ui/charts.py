"""Where the marks of a chart lie, in per cent of the width and in pixels of the height."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from prongsai.ui.types import Bar, Number, Point

HEIGHT = 220
TOP, BOTTOM = 32, 180
SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 96, 28, 4


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a trend; X in per cent, Y in pixels."""

    point: Point
    x: str
    y: str
    text_y: str


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line between two marks."""

    x1: str
    y1: str
    x2: str
    y2: str


def get_share(value: Number, maximum: Number) -> str:
    """Return VALUE in per cent of MAXIMUM, kept between 0 and 100."""
    share = float(value) * 100 / float(maximum) if maximum else 0.0
    return f"{min(max(share, 0.0), 100.0):.2f}%"


def get_trend(points: Sequence[Point]) -> dict[str, Any]:
    known = [float(p.value) for p in points if p.value is not None]
    low, high = _get_bounds(known)
    places = [_get_place(index, len(points)) for index in range(len(points))]
    heights = [_scale(point.value, low, high) for point in points]
    marks = [
        Mark(point, f"{x:.2f}%", f"{y:.1f}", f"{y - 12:.1f}")
        for point, x, y in zip(points, places, heights, strict=True)
    ]
    lines = [Line(a.x, a.y, b.x, b.y) for a, b in pairwise(marks) if not _is_gap(a, b)]
    breaks = [f"{(places[i - 1] + places[i]) / 2:.2f}%" for i in _get_breaks(points)]
    grid = [(f"{_scale(v, low, high):.1f}", f"{v:g}") for v in _get_ticks(low, high)]
    drawn = {"marks": marks, "lines": lines, "breaks": breaks, "grid": grid}
    return {**drawn, "height": HEIGHT, "bottom": BOTTOM}


def _get_place(index: int, many: int) -> float:
    """Return where point INDEX of MANY lies, leaving room at the edges for its words."""
    return 12 + 80 * index / (many - 1) if many > 1 else 50.0


def _get_breaks(points: Sequence[Point]) -> list[int]:
    return [index for index, point in enumerate(points) if point.breaks and index]


def _is_gap(before: Mark, after: Mark) -> bool:
    return before.point.value is None or after.point.value is None or after.point.breaks


def _get_bounds(values: Sequence[float]) -> tuple[float, float]:
    if not values:
        return 0.0, 100.0
    low, high = min(values), max(values)
    step = 5.0 if high - low <= 25 else 20.0
    return max(0.0, (low - 1) // step * step), min(100.0, -(-(high + 1) // step) * step)


def _get_ticks(low: float, high: float) -> list[float]:
    return [low, (low + high) / 2, high]


def _scale(value: Number | None, low: float, high: float) -> float:
    if value is None or high == low:
        return BOTTOM
    return BOTTOM - (float(value) - low) / (high - low) * (BOTTOM - TOP)


def get_sparkline(values: Sequence[Number | None]) -> dict[str, Any]:
    """Return the lines as lists of points (a gap starts a new line) and the last point."""
    known = [float(v) for v in values if v is not None]
    low, high = (min(known), max(known)) if known else (0.0, 0.0)
    lines: list[list[str]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            lines.append([])
            continue
        x = SPARK_EDGE + index * (SPARK_WIDTH - 2 * SPARK_EDGE) / max(len(values) - 1, 1)
        part = (float(value) - low) / (high - low) if high > low else 0.5
        y = SPARK_HEIGHT - SPARK_EDGE - part * (SPARK_HEIGHT - 2 * SPARK_EDGE)
        lines[-1].append(f"{x:.1f},{y:.1f}")
    drawn = [line for line in lines if line]
    last = drawn[-1][-1].split(",") if drawn else None
    return {"lines": [" ".join(line) for line in drawn], "last": last}


def get_columns(rows: Sequence[Bar]) -> list[dict[str, Any]]:
    highest = max((Decimal(str(row.value)) for row in rows), default=Decimal(0)) or Decimal(1)
    width = 100 / max(len(rows), 1)
    columns = []
    for index, row in enumerate(rows):
        height = float(Decimal(str(row.value)) / highest) * (BOTTOM - TOP)
        columns.append(
            {
                "bar": row,
                "x": f"{index * width + width * 0.15:.2f}%",
                "width": f"{width * 0.7:.2f}%",
                "middle": f"{(index + 0.5) * width:.2f}%",
                "y": f"{BOTTOM - height:.1f}",
                "height": f"{height:.1f}",
                "text_y": f"{BOTTOM - height - 8:.1f}",
            }
        )
    return columns
