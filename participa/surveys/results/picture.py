"""The picture of a survey for messages and networks: the leading figure of its results."""

from functools import lru_cache

from PIL import ImageDraw

from participa.shared.drawing import (
    EDGE,
    INK,
    MOST_LINES,
    SIZE,
    TRACK,
    finished,
    font,
    lines,
    sheet,
    without_pictures,
)

__all__ = ["SIZE", "draw", "without_pictures"]


@lru_cache(maxsize=16)
def draw(entity: str, title: str, number: str, leading: str, share: int, foot: str) -> bytes:
    """A PNG of 1200 × 630. `share` is the per cent of the bar; 0 draws none."""
    image, pen = sheet(without_pictures(entity))
    at = lines(pen, without_pictures(title), 108, 48, MOST_LINES, heavy=True)
    pen.text((EDGE, at + 20), number, fill=INK, font=font(34))
    _leading(pen, without_pictures(leading), share, at + 92)
    return finished(image, pen, foot)


def _leading(pen: ImageDraw.ImageDraw, leading: str, share: int, top: int) -> None:
    if share and top < 460:
        width = SIZE[0] - 2 * EDGE
        pen.rectangle((EDGE, top, SIZE[0] - EDGE, top + 28), fill=TRACK)
        pen.rectangle((EDGE, top, EDGE + width * share // 100, top + 28), fill=INK)
        top += 44
    lines(pen, leading, top, 40, 2 if top < 430 else 1, heavy=False)
