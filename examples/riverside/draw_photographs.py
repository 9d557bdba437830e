"""Draw the photographs of the Riverside example: made up, so that nobody's door, car or street is in them. Needs Pillow.

    python examples/riverside/draw_photographs.py

Writes the three exhibits of the diary and the picture in the chat. The pictures carry the details a phone writes into a
photograph; the last exhibit carries a position too (a point in the English Channel), because many real ones do.
After a change, put the new hashes into diary/case.json.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

HERE = Path(__file__).resolve().parent
WIDTH, HEIGHT = 800, 600
SCALE = 2
_MAKE, _MODEL, _SOFTWARE, _DATE = 0x010F, 0x0110, 0x0131, 0x0132
_EXIF, _GPS = 0x8769, 0x8825
_DATE_ORIGINAL, _OFFSET_ORIGINAL = 0x9003, 0x9011
Colour = tuple[int, int, int]
Painter = tuple[Image.Image, ImageDraw.ImageDraw, random.Random]


def main() -> None:
    """Draw all four pictures, replacing those that are there."""
    exhibits, media = HERE / "diary" / "exhibits", HERE / "media"
    exhibits.mkdir(parents=True, exist_ok=True)
    media.mkdir(exist_ok=True)
    save(picture(draw_flowers, 1), exhibits / "IMG_20260214_074612.jpg", "2026:02:14 07:46:12")
    save(picture(draw_windscreen, 2), exhibits / "IMG_20260305_173405.jpg", "2026:03:05 17:34:05")
    save(picture(draw_street, 3), exhibits / "IMG_20260316_191522.jpg", "2026:03:16 19:15:22", has_position=True)
    save(picture(draw_lock, 4), media / "IMG-20260103-WA0002.jpg", None)


def picture(draw: Callable[[Painter], None], seed: int) -> Image.Image:
    """One picture, drawn at twice its size and made smaller, with the grain of a small camera."""
    large = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE))
    draw((large, ImageDraw.Draw(large), random.Random(seed)))
    small = large.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).filter(ImageFilter.GaussianBlur(0.6))
    grain = random.Random(seed)
    noise = Image.frombytes(
        "L", (WIDTH // 2, HEIGHT // 2), bytes(grain.choices(range(116, 141), k=WIDTH * HEIGHT // 4))
    )
    noise = noise.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR).convert("RGB")
    return Image.blend(small, noise, 0.07)


def save(image: Image.Image, path: Path, taken: str | None, *, has_position: bool = False) -> None:
    """Save as JPEG. `taken` is the phone's wall clock; None leaves every detail out, as a messenger does."""
    exif = Image.Exif()
    if taken is not None:
        exif[_MAKE], exif[_MODEL], exif[_SOFTWARE], exif[_DATE] = "Example", "Example Phone 3", "Example 16", taken
        exif.get_ifd(_EXIF).update({_DATE_ORIGINAL: taken, _OFFSET_ORIGINAL: "+00:00"})
    if has_position:
        exif.get_ifd(_GPS).update({1: "N", 2: (50.0, 20.0, 15.0), 3: "W", 4: (0.0, 30.0, 45.0)})
    image.save(path, "JPEG", quality=72, optimize=True, exif=exif)


def shade(painter: Painter, box: tuple[float, float, float, float], top: Colour, bottom: Colour) -> None:
    """Fill a box with one colour that turns into another from top to bottom."""
    _, pen, _ = painter
    left, upper, right, lower = (round(side * SCALE) for side in box)
    for row in range(upper, lower):
        part = (row - upper) / max(1, lower - upper)
        pen.line(
            [(left, row), (right, row)], fill=tuple(round(a + (b - a) * part) for a, b in zip(top, bottom, strict=True))
        )


def fill(painter: Painter, points: list[tuple[float, float]], colour: Colour) -> None:
    """A filled shape."""
    painter[1].polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)


def stroke(painter: Painter, points: list[tuple[float, float]], colour: Colour, width: float) -> None:
    """A line through points."""
    painter[1].line([(x * SCALE, y * SCALE) for x, y in points], fill=colour, width=round(width * SCALE), joint="curve")


def disc(painter: Painter, x: float, y: float, across: float, down: float, colour: Colour) -> None:
    """A filled ellipse around a point."""
    painter[1].ellipse(
        [(x - across) * SCALE, (y - down) * SCALE, (x + across) * SCALE, (y + down) * SCALE], fill=colour
    )


def soften(painter: Painter, radius: float) -> None:
    """Blur everything drawn so far, as what lies behind is out of focus."""
    image = painter[0]
    image.paste(image.filter(ImageFilter.GaussianBlur(radius * SCALE)))


def draw_flowers(painter: Painter) -> None:
    """A bunch of white flowers in brown paper on a doormat."""
    rng = painter[2]
    shade(painter, (0, 0, 800, 250), (74, 84, 82), (60, 68, 66))
    for x in (60, 300, 540):
        shade(painter, (x, 20, x + 200, 200), (66, 76, 74), (80, 91, 88))
    shade(painter, (0, 235, 800, 262), (38, 38, 36), (30, 30, 29))
    shade(painter, (0, 262, 800, 600), (139, 128, 116), (168, 157, 143))
    for x in range(-200, 1000, 90):
        stroke(painter, [(x, 600), (400 + (x - 400) * 0.62, 262)], (128, 118, 107), 1.5)
    soften(painter, 1.5)
    fill(painter, [(120, 330), (680, 330), (760, 560), (40, 560)], (96, 70, 44))
    for _ in range(5200):
        x, y = rng.uniform(60, 740), rng.uniform(332, 557)
        if abs(x - 400) < 280 + (y - 330) * 0.35:
            tone = rng.randint(-20, 16)
            stroke(painter, [(x, y), (x + rng.uniform(-3, 3), y + 5)], (104 + tone, 77 + tone, 50 + tone), 1)
    fill(painter, [(205, 520), (560, 545), (655, 500), (300, 470)], (66, 48, 32))
    fill(painter, [(360, 380), (590, 440), (610, 520), (300, 505), (215, 520), (222, 490)], (190, 152, 106))
    fill(painter, [(360, 380), (420, 470), (222, 490)], (206, 170, 122))
    stroke(painter, [(330, 430), (352, 505)], (150, 60, 66), 6)
    for angle in range(-6, 7):
        stroke(painter, [(250, 496 + angle), (150 + abs(angle) * 5, 505 + angle * 5)], (74, 104 + angle * 3, 58), 3)
    for _ in range(26):
        x, y = rng.uniform(430, 625), rng.uniform(372, 500)
        fill(
            painter, [(x, y), (x + 34, y - 12), (x + 58, y + 4), (x + 28, y + 12)], (62, 96 + rng.randint(-12, 14), 54)
        )
    for _ in range(17):
        draw_bloom(painter, rng.uniform(440, 625), rng.uniform(375, 500), rng.uniform(19, 28))


def draw_bloom(painter: Painter, x: float, y: float, size: float) -> None:
    """One white flower with a warm middle."""
    rng = painter[2]
    for ring, tone in ((1.0, 205), (0.72, 226), (0.45, 242)):
        for petal in range(9):
            angle = petal * math.tau / 9 + ring * 2 + rng.uniform(-0.1, 0.1)
            reach = size * ring * 0.62
            at = (x + math.cos(angle) * reach, y + math.sin(angle) * reach * 0.86)
            disc(painter, *at, size * 0.42 * ring, size * 0.36 * ring, (tone, tone, tone - 12))
    disc(painter, x, y, size * 0.16, size * 0.14, (214, 190, 110))


def draw_windscreen(painter: Painter) -> None:
    """A folded note under the wiper of a parked car, at dusk."""
    rng = painter[2]
    shade(painter, (0, 0, 800, 200), (150, 163, 178), (188, 178, 170))
    shade(painter, (0, 200, 800, 440), (96, 98, 92), (82, 84, 84))
    for x in range(0, 800, 46):
        height = rng.uniform(40, 110)
        disc(painter, x, 190, 40, height, (70 + rng.randint(-8, 8), 84, 70))
    soften(painter, 6)
    fill(painter, [(60, 95), (740, 95), (800, 430), (0, 430)], (52, 62, 74))
    fill(painter, [(120, 105), (690, 105), (730, 330), (60, 330)], (72, 86, 101))
    fill(painter, [(120, 105), (330, 105), (180, 400), (20, 420)], (86, 101, 117))
    fill(painter, [(150, 230), (290, 215), (310, 400), (130, 410)], (43, 50, 59))
    fill(painter, [(500, 215), (650, 230), (680, 410), (480, 400)], (43, 50, 59))
    soften(painter, 2.5)
    shade(painter, (0, 430, 800, 600), (120, 30, 38), (88, 20, 28))
    shade(painter, (0, 424, 800, 446), (24, 25, 27), (38, 40, 42))
    fill(painter, [(262, 262), (548, 236), (572, 402), (280, 424)], (28, 33, 40))
    fill(painter, [(255, 250), (540, 226), (563, 392), (270, 414)], (238, 235, 224))
    fill(painter, [(255, 250), (540, 226), (541, 236), (256, 261)], (222, 218, 206))
    for number, length in enumerate((190, 215, 150, 80)):
        write_scrawl(painter, 290 + number * 4, 286 + number * 27, length)
    stroke(painter, [(40, 436), (330, 392), (640, 300)], (18, 19, 21), 9)
    stroke(painter, [(330, 384), (646, 292)], (34, 36, 38), 4)
    for _ in range(240):
        disc(painter, rng.uniform(0, 800), rng.uniform(100, 425), 1.2, 1.6, (120, 134, 148))


def write_scrawl(painter: Painter, x: float, y: float, length: float) -> None:
    """A line of handwriting that says nothing."""
    rng, points, gone = painter[2], [], 0.0
    while gone < length:
        if rng.random() < 0.13:
            stroke(painter, points, (36, 44, 96), 2)
            points, gone = [], gone + 9
        points.append((x + gone, y - gone * 0.085 + rng.uniform(-6, 6)))
        gone += rng.uniform(2.5, 4.5)
    stroke(painter, points, (36, 44, 96), 2)


def draw_street(painter: Painter) -> None:
    """A street at night from an upstairs window: a row of houses, a lamp, a parked car, nobody."""
    rng = painter[2]
    shade(painter, (0, 0, 800, 240), (20, 26, 44), (44, 46, 62))
    for house in range(5):
        left = house * 172 - 30
        tone = rng.randint(-5, 6)
        shade(
            painter, (left, 110, left + 168, 330), (56 + tone, 46 + tone, 46 + tone), (48 + tone, 40 + tone, 40 + tone)
        )
        fill(painter, [(left - 6, 112), (left + 84, 62), (left + 174, 112)], (30, 30, 38))
        draw_house_front(painter, left, is_lit=house in (0, 3))
    shade(painter, (0, 330, 800, 368), (70, 68, 66), (82, 79, 75))
    shade(painter, (0, 368, 800, 560), (44, 45, 50), (54, 55, 60))
    soften(painter, 1.2)
    glow = Image.new("L", painter[0].size)
    ImageDraw.Draw(glow).ellipse([330 * SCALE, 60 * SCALE, 790 * SCALE, 520 * SCALE], fill=96)
    glow = glow.filter(ImageFilter.GaussianBlur(70 * SCALE))
    painter[0].paste(Image.new("RGB", painter[0].size, (255, 190, 110)), mask=glow)
    stroke(painter, [(560, 400), (560, 150), (520, 140)], (26, 26, 30), 6)
    disc(painter, 516, 146, 16, 8, (255, 226, 170))
    draw_car(painter, 270, 372)
    for x in range(-40, 840, 120):
        fill(painter, [(x, 470), (x + 60, 470), (x + 54, 478), (x - 6, 478)], (120, 118, 112))
    shade(painter, (0, 548, 800, 600), (172, 166, 156), (136, 130, 122))
    shade(painter, (0, 0, 26, 600), (96, 92, 88), (120, 115, 108))
    shade(painter, (774, 0, 800, 600), (90, 86, 82), (112, 107, 101))
    for _ in range(90):
        x, y = rng.uniform(30, 770), rng.uniform(10, 540)
        disc(painter, x, y, 1.4, 2.0, (112, 112, 120))


def draw_house_front(painter: Painter, left: float, *, is_lit: bool) -> None:
    """Door and windows of one house of the row."""
    pane = (214, 176, 104) if is_lit else (28, 32, 42)
    for x, y in ((22, 140), (100, 140), (100, 230)):
        shade(painter, (left + x - 3, y - 3, left + x + 47, y + 57), (92, 88, 84), (80, 76, 72))
        shade(painter, (left + x, y, left + x + 44, y + 54), pane, tuple(round(level * 0.8) for level in pane))
        stroke(painter, [(left + x + 22, y), (left + x + 22, y + 54)], (80, 76, 72), 2)
    shade(painter, (left + 28, 232, left + 66, 330), (38, 54, 58), (30, 42, 46))


def draw_car(painter: Painter, x: float, y: float) -> None:
    """A parked car from the side, its lights off."""
    disc(painter, x + 130, y + 76, 150, 16, (24, 24, 28))
    fill(painter, [(x, y + 40), (x + 34, y + 30), (x + 76, y), (x + 180, y), (x + 218, y + 30), (x + 262, y + 38),
                   (x + 266, y + 70), (x - 4, y + 70)], (126, 132, 140))  # fmt: skip
    fill(painter, [(x + 52, y + 30), (x + 84, y + 7), (x + 124, y + 7), (x + 124, y + 30)], (22, 26, 34))
    fill(painter, [(x + 132, y + 7), (x + 176, y + 7), (x + 204, y + 30), (x + 132, y + 30)], (22, 26, 34))
    stroke(painter, [(x - 2, y + 52), (x + 264, y + 50)], (104, 110, 118), 2)
    for wheel in (56, 212):
        disc(painter, x + wheel, y + 70, 24, 24, (18, 18, 20))
        disc(painter, x + wheel, y + 70, 12, 12, (96, 98, 102))


def draw_lock(painter: Painter) -> None:
    """The river by the lock on a frosty morning, for the chat."""
    rng = painter[2]
    shade(painter, (0, 0, 800, 250), (156, 190, 222), (238, 226, 210))
    for x in range(-20, 840, 30):
        disc(painter, x, 262, 34, rng.uniform(20, 70), (150, 160, 158))
    soften(painter, 4)
    shade(painter, (0, 262, 800, 460), (176, 196, 206), (120, 146, 160))
    for _ in range(160):
        x, y = rng.uniform(0, 800), rng.uniform(268, 455)
        stroke(painter, [(x, y), (x + rng.uniform(20, 70), y)], (206, 220, 226), 1.5)
    shade(painter, (0, 452, 800, 600), (214, 220, 212), (176, 186, 172))
    fill(painter, [(90, 250), (700, 330), (704, 350), (86, 272)], (44, 46, 46))
    fill(painter, [(690, 318), (760, 328), (764, 352), (694, 346)], (236, 236, 232))
    for x in (120, 300, 480):
        stroke(painter, [(x, 262 + (x - 90) * 0.13), (x, 420)], (60, 52, 46), 12)
    for _ in range(900):
        x, y = rng.uniform(0, 800), rng.uniform(455, 598)
        stroke(painter, [(x, y), (x + rng.uniform(-3, 3), y - rng.uniform(4, 12))], (234, 238, 232), 1)
    disc(painter, 640, 96, 30, 30, (255, 246, 224))


if __name__ == "__main__":
    main()
