"""How many short messages a text is: known cases, and the page counting the same."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from sandali.kit.sms_text import Count, count_parts

# text → (parts, left, GSM)
TABLE = [
    ("", 0, 160, True),
    ("a" * 160, 1, 0, True),
    ("a" * 161, 2, 145, True),
    ("a" * 306, 2, 0, True),
    ("a" * 307, 3, 152, True),
    ("€" * 80, 1, 0, True),  # each takes two places
    ("€" * 81, 2, 143, True),  # 76 fit into the first part: one place stays empty rather than divide one
    ("a" * 152 + "€" + "b" * 7, 2, 144, True),
    ("{}[]|~^\\", 1, 144, True),
    ("line\r\nend", 1, 152, True),
    ("ÄÖÑÜ§¿äöñüà", 1, 149, True),
    ("ç", 1, 69, False),  # only its capital is in the alphabet
    ("`", 1, 69, False),
    ("س" * 70, 1, 0, False),
    ("س" * 71, 2, 63, False),
    ("س" * 134, 2, 0, False),
    ("س" * 135, 3, 66, False),
    ("می\u200cرسد", 1, 64, False),  # a half-space is a place
    ("😀" * 35, 1, 0, False),
    ("😀" * 36, 2, 61, False),  # 33 fit into the first part
    ("a" * 69 + "س", 1, 0, False),
    ("€" * 35 + "س", 1, 34, False),  # in UCS-2 it takes one
]


@pytest.mark.parametrize(("text", "parts", "left", "is_gsm"), TABLE)
def test_known_cases(text, parts, left, is_gsm):
    assert count_parts(text) == Count(parts, left, is_gsm)


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not here")
def test_the_page_counts_the_same():
    script = Path("sandali/kit/static/kit/js/s-parts.js").read_text(encoding="utf-8").partition("class SParts")[0]
    texts = [text for text, *_rest in TABLE]
    asked = f"{script}\nconsole.log(JSON.stringify({json.dumps(texts)}.map(countParts)));"
    said = subprocess.run(["node", "-e", asked], capture_output=True, text=True, check=True, timeout=60).stdout
    assert json.loads(said) == [{"parts": parts, "left": left} for _text, parts, left, _gsm in TABLE]
