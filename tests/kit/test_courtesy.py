"""kit/courtesy.py: work behind the pages waits for requests that are being answered, and not for ever."""

import threading

from django.http import HttpResponse
from django.test import RequestFactory

from sandali.kit.courtesy import after_you, answering
from sandali.kit.middleware import security_headers


def test_with_nobody_waiting_the_work_goes_on_at_once():
    assert after_you(most=60) is True


def test_work_waits_until_the_last_of_several_is_answered():
    first, second = answering(), answering()
    first.__enter__()
    second.__enter__()
    went_on = threading.Event()
    work = threading.Thread(target=lambda: after_you(most=60) and went_on.set())
    work.start()
    first.__exit__(None, None, None)
    assert went_on.wait(0.05) is False
    second.__exit__(None, None, None)
    work.join(60)
    assert went_on.is_set()


def test_work_waits_no_longer_than_it_may():
    with answering():
        assert after_you(most=0.01) is False


def test_each_request_counts_while_it_is_answered_also_when_it_fails():
    seen = []

    def view(request):
        seen.append(after_you(most=0))
        if request.path == "/fails/":
            raise ZeroDivisionError
        return HttpResponse()

    handle = security_headers(view)
    handle(RequestFactory().get("/"))
    try:
        handle(RequestFactory().get("/fails/"))
    except ZeroDivisionError:
        seen.append("failed")
    assert (seen, after_you(most=0)) == ([False, False, "failed"], True)
