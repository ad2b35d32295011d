"""kit/sessions.py: sessions as Django keeps them, read by one prepared query."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from sandali.kit.sessions import SessionStore

pytestmark = pytest.mark.django_db


def stored(**values):
    store = SessionStore()
    store.update(values)
    store.save()
    return store.session_key


def test_what_was_kept_is_read_by_one_query(django_assert_num_queries):
    key = stored(name="سارا")
    SessionStore(key).get("name")
    with django_assert_num_queries(1):
        assert SessionStore(key).get("name") == "سارا"


@pytest.mark.reliability("I8")
@pytest.mark.parametrize("how", ["expired", "deleted", "never", "none"])
def test_a_session_that_is_over_holds_nothing_and_its_key_is_not_used_again(how):
    key = {"never": "x" * 32, "none": None}.get(how) if how in ("never", "none") else stored(name="سارا")
    if how == "expired":
        Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    if how == "deleted":
        Session.objects.filter(pk=key).delete()
    store = SessionStore(key)
    assert (store.get("name"), store.session_key) == (None, None)
