"""Messages of an Instagram account: what comes, what leaves, what became of it, who it was."""

import random
from pathlib import Path

import pytest

from sandali.cases.actions import reply
from sandali.cases.actions.answering import CannotAnswer
from sandali.cases.actions.fetching import name_customer
from sandali.cases.models import Case, Message
from sandali.channels import asking
from sandali.channels.actions import send_delivery
from sandali.channels.adapter import Press, RemoteFile
from sandali.channels.connecting import connect_channel
from sandali.channels.instagram.reading import read
from sandali.channels.instagram.settings_form import InstagramSettings
from sandali.channels.models import Arrival, Channel, Delivery, DeliveryPart, DeliveryState, Reached
from sandali.customers.models import Customer, Identity
from tests.channels.instagram.told_made import MINA, happened, whole
from tests.channels.metaapi.graph_server import INSTAGRAM_ID, SECRET, TOKEN, error

TOLD = Path(__file__).resolve().parent / "told"
SENDS = f"{INSTAGRAM_ID}/messages"

STORY = "استوری، که تا ۲۴ ساعت یا تا زمان برداشته شدنش دیده می‌شود: https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id="


def told(name):
    [found] = read((TOLD / f"{name}.json").read_bytes(), settings={})
    return found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("text", "سلام، این موجود است؟"), ("reply", "همین"), ("story-reply", f"(پاسخ به استوری ما)\n{STORY}1&signature=x\nHow much?"),
        ("story-mention", f"(در استوری خود از ما نام برده‌اند)\n{STORY}4&signature=q"),
        ("share", "A chair https://www.instagram.com/p/abc/\nاین را دارید؟"), ("reaction", "❤"), ("postback-of-others", "Get started"), ("standby", "while another program speaks"),
        ("echo", ""), ("reaction-taken-away", ""),
    ],
)  # fmt: skip
def test_what_was_said_stands_as_text(name, text):
    assert told(name).text == text


def test_a_story_is_linked_to_and_never_fetched():
    assert [told(name).remote_files for name in ("story-mention", "story-reply")] == [(), ()]


def test_files_changes_presses_and_reading_are_what_they_are():
    assert told("pictures").remote_files[0] == RemoteFile("https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=2&signature=y", "photo.jpg")
    first = told("text").external_id
    assert [(told(name).change, told(name).external_id) for name in ("edit", "deleted")] == [("edit", first), ("delete", first)]
    assert told("press").press == Press(f"{MINA}:aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEOjE3ODQx10", "ask.7.yes.abcdefgh")
    assert [(one.external_id, one.reached) for one in told("read").receipts] == [("aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEOjE3ODQx9", "read")]
    assert (told("reply").references, told("echo").automatic) == ((first,), "command")


@pytest.mark.django_db
def test_a_message_is_a_case_and_its_writer_is_asked_for_by_name(instagram, graph, case):
    graph.profiles[MINA] = {"name": "Mina Karimi", "username": "mina.k"}
    assert name_customer(case.customer_id, instagram.pk, MINA) is True
    assert (Customer.objects.get(pk=case.customer_id).name, Identity.objects.get(kind="instagram").shown) == ("Mina Karimi", "@mina.k")
    assert name_customer(case.customer_id, instagram.pk, MINA) is False  # nobody asks twice


@pytest.mark.django_db
@pytest.mark.reliability("F1")
def test_each_thing_five_times_shuffled_has_one_effect(instagram, tell, read_all):
    things = [happened(sender=str(1000 + n % 5), at=1755000000000 + n * 1000, message={"mid": f"M{n}", "text": f"پیام {n}"}) for n in range(20)]
    bodies = [whole(one) for one in things] * 5
    random.Random(3).shuffle(bodies)
    assert set(tell(instagram, *bodies)) == {200}
    read_all()
    assert (Arrival.objects.count(), Message.objects.count(), Case.objects.count()) == (20, 20, 5)


@pytest.mark.django_db
def test_an_answer_leaves_in_pieces_of_a_thousand_bytes_with_buttons_below_the_last(instagram, graph, case, cast):
    from sandali.resolution.confirmation.asking import answer_case

    written = answer_case(case, "\n\n".join(["ب" * 400, "پ" * 400]), by=cast.sara, dedupe_key="q", delay=0)
    assert send_delivery(written.delivery_id) == DeliveryState.SENT
    assert all(len(one["message"]["text"].encode()) <= 1000 for one in graph.taken)
    assert [("quick_replies" in one["message"], one["recipient"]) for one in graph.taken] == [(False, {"id": MINA}), (True, {"id": MINA})]
    assert Delivery.objects.get().reached == Reached.SENT


@pytest.mark.django_db
def test_a_read_mark_lifts_the_answer_and_their_press_confirms(instagram, graph, case, cast, tell, read_all):
    from sandali.resolution.confirmation.asking import answer_case

    send_delivery(answer_case(case, "بله، موجود است.", by=cast.sara, dedupe_key="q", delay=0).delivery_id)
    yes = graph.taken[0]["message"]["quick_replies"][0]
    tell(instagram, whole(happened(read={"mid": graph.taken[0]["number"]})), whole(happened(message={"mid": "P", "text": yes["title"], "quick_reply": {"payload": yes["payload"]}})))
    read_all()
    case.refresh_from_db()
    assert (Delivery.objects.get().reached, case.state) == (Reached.READ, "confirmed")


@pytest.mark.django_db
@pytest.mark.parametrize(("trouble", "state"), [("taken", DeliveryState.SENT), ("lost", DeliveryState.UNKNOWN)])
def test_what_is_unclear_is_looked_for_in_the_conversation_and_never_sent_again(trouble, state, instagram, graph, case, cast):
    delivery = reply(case, "فردا می‌رسد.", by=cast.sara, dedupe_key="k", delay=0).delivery
    graph.answers = [trouble]
    assert send_delivery(delivery.pk) == DeliveryState.UNKNOWN
    Delivery.objects.update(ask_at="2020-01-01T00:00Z")
    asking.ask_channel(instagram.pk)
    assert (Delivery.objects.get().state, len(graph.asked(SENDS))) == (state, 1)
    assert DeliveryPart.objects.count() == (trouble == "taken")


@pytest.mark.django_db
def test_the_time_to_answer_is_a_day_and_seven_with_the_grant(instagram, graph, case, cast):
    from datetime import timedelta

    from django.utils import timezone

    Message.objects.update(at=timezone.now() - timedelta(days=2))
    with pytest.raises(CannotAnswer, match="راه دیگری برگزینید، یا صبر کنید"):
        reply(case, "دیر", by=cast.sara, dedupe_key="k", delay=0)
    Channel.objects.filter(pk=instagram.pk).update(settings={**instagram.settings, "human_agent": True, "answers_within": 168})
    send_delivery(reply(case, "هنوز می‌شود", by=cast.sara, dedupe_key="k2", delay=0).delivery_id)
    assert (graph.taken[0]["messaging_type"], graph.taken[0]["tag"]) == ("MESSAGE_TAG", "HUMAN_AGENT")


@pytest.mark.django_db
def test_when_meta_says_that_the_time_is_over_it_is_a_refusal_in_words(instagram, graph, case, cast):
    delivery = reply(case, "x", by=cast.sara, dedupe_key="k", delay=0).delivery
    graph.answers = [(403, error(10, "This message is sent outside of allowed window.", subcode=2534022))]
    assert (send_delivery(delivery.pk), Delivery.objects.get().reason[:10]) == (DeliveryState.FAILED, "زمانی که م")
    assert Channel.objects.get(pk=instagram.pk).sending_failures == 0


@pytest.mark.django_db
def test_an_account_is_kept_tried_and_connected(cast, graph):
    typed = {"name": "اینستاگرام", "account_id": INSTAGRAM_ID, "token": TOKEN, "app_secret": SECRET, "server": graph.url, "human_agent": "on"}
    form = InstagramSettings(typed)
    assert form.is_valid(), form.errors
    assert [(step.ok, step.sentence) for step in form.trial({})] == [(True, "متا این حساب را می‌شناسد: @simorgh.shop."), (True, "هنگام ذخیره از متا می‌خواهیم به برنامه خبر بدهد.")]
    channel = form.keep(by=cast.admin)
    assert channel.settings == {"account_id": INSTAGRAM_ID, "server": graph.url, "human_agent": True, "receive": "hook", "answers_within": 168}
    connect_channel(channel.pk)
    channel.refresh_from_db()
    assert (channel.address, graph.subscribed["subscribed_fields"].split(",")[0]) == ("@simorgh.shop", "messages")
    wrong = InstagramSettings({**typed, "account_id": "5", "token": TOKEN + "x"})
    assert wrong.is_valid(), wrong.errors
    assert [(step.ok, step.sentence[:20]) for step in wrong.trial({})] == [(False, "متا توکن دسترسی را ن")]


