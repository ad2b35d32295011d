"""What strangers' files may be called, how they are handed out, and previews of their pictures (RELIABILITY B7, E4, E8)."""

import re
import struct
import unicodedata
import zlib
from io import BytesIO
from urllib.parse import quote

from PIL import Image, ImageOps

# Controls, marks that reverse or hide text, halves of surrogates, private tags. The half-space (U+200C) is Persian spelling.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200d-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_RESERVED_CHARACTERS = re.compile(r'[<>:"|?*\\/%]')
_RESERVED_NAMES = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE
)
MAX_NAME = 120  # characters
MAX_NAME_BYTES = 200  # in UTF-8; file systems stop at 255
_MAX_ENDING = 12

MAX_IMAGE_PIXELS = 40_000_000
PREVIEW_SIZE = (1600, 1600)
_SIGNATURES = {
    "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "GIF": re.compile(rb"GIF8[79]a"),
    "WEBP": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    "TIFF": re.compile(rb"II\*\x00|MM\x00\*"),
}
# What Pillow raises on damaged or hostile pictures.
_PICTURE_ERRORS = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError, MemoryError, zlib.error,
    struct.error, Image.DecompressionBombError,
)  # fmt: skip
SAFE_IMAGE_TYPES = frozenset(["image/png", "image/jpeg", "image/gif", "image/webp"])


def _cut(stem: str, ending: str) -> str:
    stem = stem[: MAX_NAME - len(ending)]
    room = MAX_NAME_BYTES - len(ending.encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .") + ending


def safe_name(name: str) -> str:
    """A file name that every system takes and that reads as what it is: at most 120 characters, its ending kept."""
    name = _HIDDEN.sub("", unicodedata.normalize("NFC", name)).replace("\\", "/").rpartition("/")[2]
    name = _RESERVED_CHARACTERS.sub("_", " ".join(name.split())).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem or len(ending) > _MAX_ENDING:
        stem, dot, ending = name, "", ""
    name = _cut(stem, dot + ending)
    if _RESERVED_NAMES.match(name):
        name = f"_{name}"
    return name or "file"


def download_headers(name: str, content_type: str, *, inline_image: bool = False) -> dict[str, str]:
    """Headers for handing out a stranger's file: saved, never rendered on our origin.

    `inline_image` is for bytes that `image_preview` made; any other type is an attachment all the same. RFC 6266, RFC 8187.
    """
    name = safe_name(name)
    shown = inline_image and content_type in SAFE_IMAGE_TYPES
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().strip(" .")
    plain = plain if plain.rpartition(".")[0] or (plain and "." not in name) else f"file.{plain}".rstrip(".")
    return {
        "Content-Type": content_type if shown else "application/octet-stream",
        "Content-Disposition": f"{'inline' if shown else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
    }


def _format_of(content: bytes) -> str:
    return next((name for name, signature in _SIGNATURES.items() if signature.match(content)), "")


def _encoded(image: Image.Image, kind: str) -> tuple[bytes, str]:
    has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    # A GIF or a TIFF becomes a PNG of its first frame or page: nothing of the original's bytes is passed on.
    kind = {"GIF": "PNG", "TIFF": "PNG"}.get(kind, kind)
    mode = "RGBA" if has_alpha and kind != "JPEG" else "RGB"
    clean = image.convert(mode)
    clean.info = {}
    out = BytesIO()
    clean.save(out, kind)
    return out.getvalue(), f"image/{kind.lower()}"


def _square(image: Image.Image) -> Image.Image:
    """A page with pixels as high as they are wide: a fax has 204 of them in an inch across, and 98 or 196 down. Grey, so that
    thin lines stay when it is made smaller."""
    across, down = (float(value) for value in image.info.get("dpi", (1, 1)))
    grey = image.convert("L") if image.mode == "1" else image
    if not (0.2 < across / (down or across or 1) < 5) or not down:
        return grey.copy()
    return grey.resize((grey.width, max(1, round(grey.height * min(across / down, MAX_IMAGE_PIXELS / (grey.width * grey.height))))))


def image_preview(content: bytes) -> tuple[bytes, str] | None:
    """A picture written anew, at most 1600 pixels a side, as (bytes, type); None for what is no safe picture.

    Decided by the content's own signature, never by a name or a claimed type; more than 40 million pixels are refused
    before anything is unpacked.
    """
    kind = _format_of(content)
    if not kind:
        return None
    try:
        with Image.open(BytesIO(content), formats=[kind]) as image:
            if image.width * image.height > MAX_IMAGE_PIXELS:
                return None
            image.draft("RGB", PREVIEW_SIZE)
            shown = _square(image) if kind == "TIFF" else image
            shown.thumbnail(PREVIEW_SIZE)
            return _encoded(ImageOps.exif_transpose(shown), kind)
    except _PICTURE_ERRORS:
        return None
