"""PDFs made byte by byte (PDF 1.7, section 7.5): whole ones, and what strangers may send instead."""

from __future__ import annotations

import zlib

BLUE = b"0 0 1 rg 100 100 200 300 re f"


def pdf(*, box: bytes = b"0 0 595 842", content: bytes = BLUE, pages: int = 1, resources: bytes = b"", more: tuple[bytes, ...] = (), trailer: bytes = b"") -> bytes:
    """A PDF of equal pages. `more` are objects from the fourth on, which `resources` and `trailer` may name."""
    first = 4 + len(more)
    kids = b" ".join(b"%d 0 R" % (first + at) for at in range(pages))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids), stream(content), *more]
    objects += [b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 3 0 R/Resources<<%s>>>>" % (box, resources)] * pages
    made, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n"
    return made + end % (len(objects) + 1, table, len(objects) + 1, trailer, len(made))


def stream(content: bytes, words: bytes = b"") -> bytes:
    """A stream with its dictionary."""
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), words, content)


def locked() -> bytes:
    """One that asks for a password: what it keeps of it fits none (standard handler, revision 2)."""
    return pdf(more=(b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>" % (b"ab" * 32, b"cd" * 32),), trailer=b"/Encrypt 4 0 R/ID[<00><00>]")


def bomb() -> bytes:
    """900 MB of drawing in a few bytes: packed twice."""
    packer, block = zlib.compressobj(9), b"0 0 595 842 re f " * 60_000
    first, again = (packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH) for _once in range(2))  # what follows a full flush can be repeated
    packed = zlib.compress(first + again * 900 + packer.flush())
    words = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Filter[/FlateDecode/FlateDecode]"
    return pdf(content=b"/F Do", resources=b"/XObject<</F 4 0 R>>", more=(stream(packed, words),))


def endless_picture() -> bytes:
    """A picture of 60,000 × 60,000 points in three colours, which are not there."""
    words = b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode"
    return pdf(content=b"595 0 0 842 0 0 cm /P Do", resources=b"/XObject<</P 4 0 R>>", more=(stream(zlib.compress(b"\0" * 10_000), words),))


def forms_in_forms(deep: int = 12, wide: int = 12) -> bytes:
    """Drawings that each draw the next one many times."""
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
    inner = [stream(b"/F Do " * wide, head + b"/Resources<</XObject<</F %d 0 R>>>>" % (5 + at)) for at in range(deep)]
    return pdf(content=b"/F Do", resources=b"/XObject<</F 4 0 R>>", more=(*inner, stream(BLUE, head)))
