"""Something that is known, for the tests of this room."""

import pytest

from sandali.knowledge.actions import write_entry


@pytest.fixture
def account(cast):
    """A fact of everybody's, written by Sara."""
    return write_entry(by=cast.sara, kind="fact", title="شمارهٔ حساب", text="بانک ملت ۱۲۳", language="fa", keywords="شبا، واریز")
