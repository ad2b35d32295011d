"""A form for buying opens a deal: once, with what was asked as its words, and never for spam."""

import pytest
from django.test import Client

from sandali.cases.actions.leads import open_lead
from sandali.cases.models import Case
from sandali.channels.models import Arrival, Channel
from sandali.history import queue
from sandali.history.models import Event, Job
from sandali.sales.actions.pipelines import archive_pipeline, begin_pipelines
from sandali.sales.models import Deal
from tests.cast import make_case
from tests.portal.form.conftest import no_counts, person, read_all, web_form  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def pipeline(cast, web_form):  # noqa: F811 - the fixture
    """The usual pipeline, into which the form's inquiries go."""
    made = begin_pipelines(by=cast.admin)
    web_form.settings["pipeline"] = str(made.pk)
    Channel.objects.filter(pk=web_form.pk).update(settings=web_form.settings)
    return made


@pytest.fixture
def all_done(read_all):  # noqa: F811 - the fixture
    """Has everything read, and every listener called that waits for its job."""

    def do():
        read_all()
        for job in Job.objects.filter(task__endswith="call_listener").order_by("pk"):
            queue.run(job)

    return do


@pytest.mark.practice("P02")
def test_what_is_asked_by_a_form_for_buying_is_one_deal_with_their_words(cast, pipeline, person, all_done):  # noqa: F811 - the fixture
    for _time in range(2):
        person.send(subject="پنجاه فنجان", message="برای کافه‌مان پنجاه فنجان می‌خواهیم.")
    all_done()
    case, deal = Case.objects.get(), Deal.objects.get()
    assert (deal.title, deal.note.splitlines()[0], deal.case, deal.customer, deal.owner) == ("پنجاه فنجان", "برای کافه‌مان پنجاه فنجان می‌خواهیم.", case.pk, case.customer, None)
    assert (deal.stage, deal.department, deal.currency, deal.amount) == (pipeline.stages.first(), cast.support, "IRR", 0)
    assert list(Event.objects.filter(kind__in=["deal_came", "deal_of_form"]).order_by("pk").values_list("kind", "by")) == [("deal_came", None), ("deal_of_form", None)]
    assert (open_lead(case), Arrival.objects.count(), Deal.objects.count()) == (deal, 1, 1)


def test_spam_and_a_pipeline_that_was_put_away_make_no_deal(cast, pipeline, person, all_done):  # noqa: F811 - the fixture
    person.send(message="http://a.example http://b.example http://c.example http://d.example http://e.example")
    all_done()
    archive_pipeline(pipeline, by=cast.admin)
    spam = Case.objects.get()
    Case.objects.filter(pk=spam.pk).update(aside="")
    assert (spam.aside, open_lead(Case.objects.select_related("channel", "customer").get()), Deal.objects.count()) == ("spam", None, 0)


def test_other_forms_and_other_channels_make_no_deal_and_no_job(cast, web_form, person, all_done):  # noqa: F811 - the fixture
    from sandali.desk.sales.handlers import wants

    begin_pipelines(by=cast.admin)
    person.send()
    all_done()
    make_case(cast)
    assert (Deal.objects.count(), [wants(event) for event in Event.objects.filter(kind="case_opened")]) == (0, [False])


def test_the_deal_of_a_form_is_read_by_who_sells_in_its_department(cast, pipeline, person, all_done):  # noqa: F811 - the fixture
    person.send(subject="Cups")
    all_done()
    deal, case = Deal.objects.get(), Case.objects.get()
    client = Client()
    client.force_login(cast.sara)
    assert [client.get(address).status_code for address in (f"/deals/{deal.pk}/", "/deals/", f"/cases/{case.pk}/", f"/customers/{case.customer_id}/")] == [200] * 4
