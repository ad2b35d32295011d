"""Our mark (a chair) as the PNG icons of the installed app, drawn from the lines of static/kit/img/icon.svg at asset build."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

Point = tuple[float, float]
DRAWING = Path(__file__).resolve().parent / "static" / "kit" / "img" / "icon.svg"
OVERSIZE = 8  # drawn this many times larger and made smaller, which smooths the edges
SAFE = 0.62  # of a maskable icon: what stands inside the circle that every platform leaves (W3C manifest: 40 % radius)
ARC_STEPS = 16
_NUMBERS = re.compile(r"-?\d*\.?\d+")
_PIECES = re.compile(r"([MmLlHhVvAa])([^MmLlHhVvAa]*)")


@dataclass(frozen=True, slots=True)
class Mark:
    """The drawing: polylines in units of its own `box`, the width of its strokes, where and how large it stands, its colours."""

    box: float
    lines: tuple[tuple[Point, ...], ...]
    stroke: float
    radius: float
    background: str
    colour: str


def read_mark(svg: str) -> Mark:
    """The mark of our icon.svg: one rounded square, and one group with a transform and a path of lines and circular arcs.

    Raises ValueError for any other drawing."""
    found = re.search(
        r'viewBox="0 0 ([\d.]+) [\d.]+".*?<rect [^>]*rx="([\d.]+)" fill="([^"]+)".*?translate\(([\d.]+) ([\d.]+)\) scale\(([\d.]+)\)"'
        r'[^>]*stroke="([^"]+)" stroke-width="([\d.]+)".*?<path d="([^"]+)"',
        svg, re.DOTALL,
    )  # fmt: skip
    if found is None:
        raise ValueError("this is not the drawing of our mark")
    box, radius, background, x, y, scale, colour, width, path = found.groups()
    lines = tuple(
        tuple((float(x) + px * float(scale), float(y) + py * float(scale)) for px, py in line) for line in path_lines(path)
    )
    return Mark(float(box), lines, float(width) * float(scale), float(radius), background, colour)


def path_lines(path: str) -> list[list[Point]]:
    """The polylines of an SVG path of M, L, H, V and A (circles only), absolute or relative. Raises ValueError for other letters."""
    if re.search(r"[BCDF-GIJKN-UW-Zbcdf-gijkn-uw-z]", path):
        raise ValueError("the path has curves that this cannot draw")
    lines: list[list[Point]] = []
    for letter, given in _PIECES.findall(path):
        numbers = [float(word) for word in _NUMBERS.findall(given)]
        relative = letter.islower()
        for part in parted(letter.upper(), numbers):
            here = lines[-1][-1] if lines else (0.0, 0.0)
            base = here if relative else (0.0, 0.0)
            match letter.upper():
                case "M":
                    lines.append([(base[0] + part[0], base[1] + part[1])])
                case "H":
                    lines[-1].append((base[0] + part[0], here[1]))
                case "V":
                    lines[-1].append((here[0], base[1] + part[0]))
                case "L":
                    lines[-1].append((base[0] + part[0], base[1] + part[1]))
                case "A":
                    lines[-1] += arc(here, (base[0] + part[5], base[1] + part[6]), radius=part[0], sweep=bool(part[4]))
    return lines


def parted(letter: str, numbers: list[float]) -> list[list[float]]:
    """The numbers of a path's letter, as many at a time as it takes."""
    size = {"M": 2, "L": 2, "H": 1, "V": 1, "A": 7}[letter]
    return [numbers[at : at + size] for at in range(0, len(numbers), size)]


def arc(start: Point, end: Point, *, radius: float, sweep: bool) -> list[Point]:
    """Points on the smaller arc of a circle from `start` (left out) to `end`; `sweep` as in SVG 2, 9.3.8: with growing angles."""
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    across = math.dist(start, end)
    height = math.sqrt(max(radius**2 - (across / 2) ** 2, 0.0))
    side = -1 if sweep else 1
    centre = (
        middle[0] + side * height * (end[1] - start[1]) / across,
        middle[1] - side * height * (end[0] - start[0]) / across,
    )
    first = math.atan2(start[1] - centre[1], start[0] - centre[0])
    turn = math.atan2(end[1] - centre[1], end[0] - centre[0]) - first
    turn = turn % math.tau if sweep else -(-turn % math.tau)
    steps = [first + turn * step / ARC_STEPS for step in range(1, ARC_STEPS)]
    return [*((centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)) for angle in steps), end]


def draw(mark: Mark, size: int, *, maskable: bool = False) -> Image.Image:
    """The icon, `size` pixels square. Maskable: the colour to the edges, and the chair inside the part that no platform cuts."""
    edge = size * OVERSIZE
    picture = Image.new("RGBA", (edge, edge), mark.background if maskable else (0, 0, 0, 0))
    pencil = ImageDraw.Draw(picture)
    unit = edge / mark.box
    if not maskable:
        pencil.rounded_rectangle((0, 0, edge - 1, edge - 1), mark.radius * unit, fill=mark.background)
    shrink = SAFE / 0.72 if maskable else 1.0  # the chair takes 72 % of the square's height
    width = mark.stroke * unit * shrink
    for line in mark.lines:
        points = [tuple(edge / 2 + (value * unit - edge / 2) * shrink for value in point) for point in line]
        pencil.line(points, fill=mark.colour, width=round(width))
        for x, y in points:  # round ends and joints
            pencil.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=mark.colour)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


# File name → size in pixels, and whether platforms may cut it to their own shape.
ICONS = {
    "icon-180.png": (180, True),  # Apple fills what is transparent with black, and rounds the corners itself
    "icon-192.png": (192, False),
    "icon-512.png": (512, False),
    "icon-maskable-192.png": (192, True),
    "icon-maskable-512.png": (512, True),
}


def draw_icons(folder: Path) -> list[Path]:
    """Write every icon into `folder`; returns the files."""
    mark = read_mark(DRAWING.read_text(encoding="utf-8"))
    written = []
    for name, (size, maskable) in ICONS.items():
        draw(mark, size, maskable=maskable).save(folder / name, optimize=True)
        written.append(folder / name)
    return written
