"""Pictures are drawn again: what hides behind the pixels (place, telephone, another file) does not come along."""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from participa.shared.errors import Invalid

MAX_PIXELS = 50_000_000  # a good telephone makes up to 50 million; beyond, opening it costs too much memory
LONGEST_SIDE = 2400  # pixels; enough to read a photographed sheet
QUALITY = 85
DECODERS = {"jpg": ("JPEG", "MPO"), "png": ("PNG",), "webp": ("WEBP",)}
WRITERS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
BROKEN = (OSError, SyntaxError, ValueError, EOFError, UnidentifiedImageError)

DAMAGED = "La imagen está dañada o incompleta. Ábrala, guárdela de nuevo y súbala otra vez."
TOO_MANY_PIXELS = "La imagen es demasiado grande. Reduzca su tamaño y súbala de nuevo."


@dataclass(frozen=True)
class Picture:
    data: bytes
    width: int
    height: int


def extension_of(data: bytes) -> str:
    """The format that the first bytes promise; empty when it is no picture of the list."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return "webp" if data.startswith(b"RIFF") and data[8:12] == b"WEBP" else ""


def rewritten(data: bytes, extension: str) -> Picture:
    """The same picture, upright, at most LONGEST_SIDE, without anything else. Raises Invalid."""
    try:
        with Image.open(io.BytesIO(data), formats=DECODERS[extension]) as opened:
            _check_size(opened)
            if extension == "jpg":
                opened.draft(None, (LONGEST_SIDE, LONGEST_SIDE))  # decodes no more than will be kept
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _written(_bare(upright, extension), extension)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Invalid(TOO_MANY_PIXELS) from error
    except BROKEN as error:
        raise Invalid(DAMAGED) from error


def _check_size(opened: Image.Image) -> None:
    width, height = opened.size
    if width * height > MAX_PIXELS:
        raise Invalid(TOO_MANY_PIXELS)


def _bare(picture: Image.Image, extension: str) -> Image.Image:
    """Only the pixels: a fresh picture carries no information of the old one."""
    has_alpha = extension != "jpg" and picture.has_transparency_data
    drawn = picture.convert("RGBA" if has_alpha else "RGB")
    bare = Image.new(drawn.mode, drawn.size)
    bare.paste(drawn)
    return bare


def _written(picture: Image.Image, extension: str) -> Picture:
    out = io.BytesIO()
    picture.save(out, WRITERS[extension], **({} if extension == "png" else {"quality": QUALITY}))
    return Picture(out.getvalue(), picture.width, picture.height)
