"""Two who merge the same case at once, and mail that comes while a case is merged."""

import threading

import pytest
from django.db import connections
from django.utils import timezone

from sandali.cases.actions import receive
from sandali.cases.actions.regrouping import CannotRegroup, merge_cases
from sandali.cases.counting import wrong_counts
from sandali.cases.models import Case, Message, Regrouping
from sandali.cases.threads import reply_token
from sandali.channels.actions import store_arrival
from sandali.channels.adapter import Incoming, Party
from tests.cast import make_case

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8


def at_once(*acts):
    """Run them at the same moment; what each returned or raised."""
    start, ended = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        start.wait()
        try:
            ended[place] = act()
        except CannotRegroup as why:
            ended[place] = why
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    [one.start() for one in threads]
    [one.join() for one in threads]
    return ended


@pytest.mark.reliability("G8")
@pytest.mark.parametrize("crossed", [False, True], ids=["one case into two", "each into the other"])
def test_of_two_who_merge_the_same_case_one_wins_and_the_other_is_told(cast, crossed):
    for _round in range(ROUNDS):
        one, other, third = (make_case(cast) for _number in range(3))
        second = (other, one) if crossed else (one, third)
        ended = at_once(lambda one=one, other=other: merge_cases(one, other, by=cast.sara), lambda pair=second: merge_cases(*pair, by=cast.reza))
        assert sorted(type(result).__name__ for result in ended) == ["CannotRegroup", "Regrouping"]
        assert next(str(result) for result in ended if isinstance(result, CannotRegroup))
    assert Regrouping.objects.count() == ROUNDS
    assert not Message.objects.exclude(case__aside="").exists()


def test_mail_that_comes_while_its_case_is_merged_is_in_the_case_that_stays(cast):
    for number in range(ROUNDS):
        source, target = make_case(cast), make_case(cast)
        arrival = store_arrival(cast.channel, f"race {number}".encode(), source="pipe")[0]
        address = f"support+{reply_token(source)}@simorgh.example"
        incoming = Incoming(sender=Party("email", "mina@example.com"), text="x", external_id=f"race{number}@x", delivered_to=(address,))
        _made, message = at_once(
            lambda source=source, target=target: merge_cases(source, target, by=cast.sara),
            lambda incoming=incoming, arrival=arrival: receive(incoming, [], arrival),
        )
        assert Message.objects.get(pk=message.pk).case_id == target.pk
        case = Case.objects.get(pk=target.pk)
        assert (case.message_count, case.waiting_since is None, case.waiting_since and case.waiting_since <= timezone.now()) == (3, False, True)
    assert wrong_counts() == []
