"""Every code that reading gives has a sentence."""

import re
from pathlib import Path

from sandali.channels.email.texts import REASONS, REMARKS

EMAIL = Path(__file__).resolve().parents[3] / "sandali" / "channels" / "email"


def test_every_remark_has_a_sentence_and_every_sentence_a_remark():
    source = "".join(path.read_text("utf-8") for path in EMAIL.glob("*.py"))
    used = set(re.findall(r'remarks\.append\("([a-z-]+)"\)', source)) | {"not-opened", "sender-not-proven"}
    assert used == set(REMARKS)


def test_sentences_end_with_a_full_stop():
    assert [code for code, sentence in {**REMARKS, **REASONS}.items() if not str(sentence).endswith(".")] == []
