"""Generated mails become what their makers wrote; tools/try_corpora.py sends ten thousand."""

import pytest

from tests.corpora.checking import generated_faults
from tests.corpora.generated import generate
from tests.corpora.way import go

pytestmark = pytest.mark.django_db


@pytest.mark.reliability("A7")
def test_persian_and_english_mails_become_what_their_writers_wrote(desk):
    channel, client = desk
    made = list(generate(150, seed="test"))
    outcome = go(channel, [(str(wanted.number), raw) for wanted, raw in made], client, every=10)
    assert (outcome.faults, generated_faults([wanted for wanted, _raw in made], outcome)) == ([], [])
    assert {wanted.kind for wanted, _raw in made} == {"person", "list", "auto-reply", "bounce"}
