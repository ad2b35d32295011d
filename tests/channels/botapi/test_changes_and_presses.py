"""In a conversation: edits, deletions, files that follow, contacts, groups, buttons, and which case goes on."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.cases.actions import intake, reply
from sandali.cases.actions.changes import change_message
from sandali.cases.actions.fetching import FETCHING, GONE, TOO_LARGE, fetch_file
from sandali.cases.models import Attachment, Case, Message, State
from sandali.channels import connecting
from sandali.channels.adapter import Incoming
from sandali.channels.models import Arrival, Delivery
from sandali.channels.telegram import adapter
from sandali.customers.actions import recognise
from sandali.customers.models import Identity
from sandali.history.models import Event, Job
from sandali.kit.files import open_file
from sandali.resolution.confirmation.asking import answer_case
from sandali.resolution.confirmation.question import press_data
from sandali.resolution.models import Asking, Way
from tests.channels.botapi.updates_made import KAVEH, MINA, press, update

pytestmark = pytest.mark.django_db
PHOTO = [{"file_id": "p1", "file_unique_id": "u", "width": 90, "height": 67, "file_size": 7}]


def test_an_edit_changes_the_text_and_keeps_what_was_said(telegram, tell, read_all):
    tell(telegram, update(text="tomorow", message_id=5), update(text="tomorrow", message_id=5, edited=True), update(text="today", message_id=5, edited=True, edit_date=1_763_800_200))
    read_all()
    [message] = Message.objects.all()
    assert (message.text, [one["text"] for one in message.wordings], message.case.preview) == ("today", ["tomorow", "tomorrow"], "today")
    assert list(Event.objects.filter(kind="message_edited").values_list("subject_id", flat=True)) == [message.pk] * 2


def test_an_edit_that_comes_before_its_message_is_the_message_and_nothing_comes_twice(telegram, tell, read_all):
    tell(telegram, update(text="right", message_id=5, edited=True))
    read_all()
    tell(telegram, update(text="wrong", message_id=5))
    read_all()
    [message] = Message.objects.all()
    assert (message.text, [one["text"] for one in message.wordings], message.edited_at is not None) == ("right", ["wrong"], True)


def test_an_older_wording_that_comes_late_changes_nothing(telegram, tell, read_all):
    tell(telegram, update(text="a", message_id=5), update(text="c", message_id=5, edited=True, edit_date=1_763_800_300))
    read_all()
    tell(telegram, update(text="b", message_id=5, edited=True, edit_date=1_763_800_200))
    read_all()
    assert Message.objects.get().text == "c"


def test_nobody_changes_what_somebody_else_wrote(telegram, tell, read_all):
    tell(telegram, update(text="mine", message_id=5))
    read_all()
    forged = update(KAVEH, text="forged", message_id=5, edited=True)
    forged["edited_message"]["chat"]["id"] = MINA["id"]
    tell(telegram, forged)
    read_all()
    assert sorted(Message.objects.values_list("text", flat=True)) == ["forged", "mine"]


def test_what_a_customer_deletes_is_marked_and_stays_readable(telegram, tell, read_all):
    tell(telegram, update(text="oh", message_id=5))
    read_all()
    sender = adapter.read(b'{"update_id": 1, "message": {"message_id": 5, "from": {"id": 555001, "first_name": "M"}, "chat": {"id": 555001, "type": "private"}, "text": "x"}}', settings={})[0].sender
    gone = Incoming(sender=sender, external_id="555001:5", chat="555001", change="delete")
    change_message(gone, Arrival.objects.get(), otherwise=lambda whole: pytest.fail("nothing new"))
    message = Message.objects.get()
    assert (message.text, message.retracted_at is not None) == ("oh", True)
    assert change_message(replace(gone, external_id="555001:99"), Arrival.objects.get(), otherwise=lambda whole: pytest.fail("nothing new")) is None


def test_a_file_follows_its_message(telegram, bots, tell, read_all):
    bots.files["p1"] = b"jpeg..."
    tell(telegram, update(photo=PHOTO, caption="here"))
    read_all()
    file = Attachment.objects.get()
    assert (file.label, file.sha256, file.message.file_count, Message.objects.get().text) == (FETCHING, "", 1, "here")
    assert list(Job.objects.filter(task="sandali.cases.jobs.fetch_file").values_list("args", flat=True)) == [[file.pk]]
    assert (fetch_file(file.pk), fetch_file(file.pk)) == (True, False)
    file.refresh_from_db()
    with open_file(file.sha256) as stored:
        assert (stored.read(), file.label, file.size, file.reference) == (b"jpeg...", "", 7, "")


def test_a_file_that_will_never_come_says_so_and_one_that_may_is_tried_again(telegram, bots, tell, read_all):
    bots.files["big"] = b"x" * (20 * 1024 * 1024 + 1)
    tell(telegram, update(document={"file_id": "gone", "file_name": "a.pdf"}), update(document={"file_id": "big", "file_name": "b.zip"}), update(photo=PHOTO))
    read_all()
    gone, big, later = Attachment.objects.order_by("pk")
    assert [fetch_file(gone.pk), fetch_file(big.pk)] == [False, False]
    bots.stop()
    assert fetch_file(later.pk) is False
    assert list(Attachment.objects.order_by("pk").values_list("label", flat=True)) == [GONE, TOO_LARGE, FETCHING]
    assert Job.objects.filter(task="sandali.cases.jobs.fetch_file", args=[later.pk, 1]).count() == 1
    assert fetch_file(later.pk, tries=40) is False
    assert Attachment.objects.get(pk=later.pk).label == GONE


def test_their_own_card_adds_a_number_and_somebody_elses_does_not(telegram, tell, read_all):
    tell(telegram, update(contact={"phone_number": "989123456789", "first_name": "Mina", "user_id": MINA["id"]}), update(contact={"phone_number": "989351112233", "first_name": "Ali", "user_id": 9}))
    read_all()
    assert list(Identity.objects.filter(customer=Case.objects.get().customer).order_by("pk").values_list("kind", "value")) == [
        ("telegram", "555001"), ("phone", "+989123456789"),
    ]  # fmt: skip


def test_a_number_that_is_anothers_by_our_books_merges_nobody_and_is_remarked(telegram, tell, read_all):
    other = recognise("phone", "+989123456789", name="Other")
    tell(telegram, update(contact={"phone_number": "989123456789", "first_name": "Mina", "user_id": MINA["id"]}))
    read_all()
    assert (Message.objects.get().remarks, Identity.objects.get(value="+989123456789").customer) == ([intake.ANOTHERS], other)


def test_a_changed_name_of_an_account_is_shown_and_stays_one_customer(telegram, tell, read_all):
    tell(telegram, update(text="1"), update({**MINA, "username": "mina_new"}, text="2"))
    read_all()
    assert (Identity.objects.get(kind="telegram").shown, Case.objects.count()) == ("@mina_new", 1)


def test_a_settled_matter_goes_on_for_a_day_and_then_a_new_one_begins(telegram, tell, read_all):
    tell(telegram, update(text="first"))
    read_all()
    case = Case.objects.get()
    Case.objects.filter(pk=case.pk).update(state=State.LAPSED, waiting_since=None)
    tell(telegram, update(text="an hour later"))
    read_all()
    assert (Case.objects.count(), Case.objects.get().state) == (1, "open")
    Case.objects.filter(pk=case.pk).update(state=State.LAPSED, waiting_since=None, last_message_at=timezone.now() - timedelta(hours=25))
    tell(telegram, update(text="another matter"))
    read_all()
    assert [list(one.messages.values_list("text", flat=True)) for one in Case.objects.order_by("pk")] == [["first", "an hour later"], ["another matter"]]


def test_an_answer_below_a_message_goes_to_its_case_whatever_came_since(telegram, bots, tell, read_all, send_all, cast):
    tell(telegram, update(text="old", message_id=5))
    read_all()
    old = Case.objects.get()
    reply(old, "answer", by=cast.sara, dedupe_key="k1", delay=0)
    send_all()
    Case.objects.filter(pk=old.pk).update(state=State.LAPSED, waiting_since=None, last_message_at=timezone.now() - timedelta(days=9))
    tell(telegram, update(text="new"))
    read_all()
    tell(telegram, update(text="about the old one", reply_to_message={"message_id": 5}), update(text="about your answer", reply_to_message={"message_id": 1001}))
    read_all()
    assert list(old.messages.values_list("text", flat=True)) == ["old", "answer", "about the old one", "about your answer"]


def test_in_a_group_everybody_has_a_case_and_is_answered_in_the_group(make_bot, bots, tell, read_all, send_all, cast):
    channel = make_bot(groups=True)

    def in_group(user, text):
        one = update(user, text=text)
        one["message"]["chat"] = {"id": -100200, "title": "Shop", "type": "supergroup"}
        return one

    tell(channel, in_group(MINA, "a"), in_group(KAVEH, "b"), in_group(MINA, "c"))
    read_all()
    assert [list(one.messages.values_list("text", flat=True)) for one in Case.objects.order_by("pk")] == [["a", "c"], ["b"]]
    reply(Case.objects.order_by("pk").first(), "hi", by=cast.sara, dedupe_key="k1", delay=0)
    send_all()
    assert bots.sent()[0]["chat_id"] == -100200


@pytest.fixture
def asked(telegram, tell, read_all, send_all, cast, bots):
    """A case that was answered by Telegram, with the question; gives (case, the data of its two buttons)."""
    tell(telegram, update(text="کجاست؟"))
    read_all()
    case = Case.objects.get()
    answer_case(case, "It is there.", by=cast.sara, dedupe_key="k1", delay=0)
    send_all()
    [sent] = bots.sent()
    return case, [row[0]["callback_data"] for row in sent["reply_markup"]["inline_keyboard"]], sent


@pytest.mark.practice("P10")
def test_the_question_stands_under_the_answer_with_two_buttons_and_no_link(asked):
    _case, data, sent = asked
    assert sent["text"].endswith("<b>آیا کارتان درست شد؟</b>")
    assert ("http" in sent["text"], [len(one.encode()) <= 64 for one in data]) == (False, [True, True])


@pytest.mark.practice("P10")
def test_the_customers_press_confirms_and_is_acknowledged(asked, telegram, bots, tell, read_all):
    case, (yes, _no), _sent = asked
    tell(telegram, press(yes), press(yes))
    read_all()
    case.refresh_from_db()
    assert (case.state, Asking.objects.get(case=case).way, Message.objects.filter(case=case).count()) == ("confirmed", Way.BUTTON, 2)
    for job in Job.objects.filter(task="sandali.channels.jobs.acknowledge_press").order_by("pk"):
        connecting.acknowledge_press(*job.args)
    assert [one["text"] for one in bots.sent("answerCallbackQuery")] == ["سپاسگزاریم. از شنیدنش خوشحالیم.", "سپاس، از پیش می‌دانیم."]


def test_not_yet_opens_the_case_again(asked, telegram, tell, read_all):
    case, (_yes, not_yet), _sent = asked
    tell(telegram, press(not_yet))
    read_all()
    case.refresh_from_db()
    assert (case.state, Asking.objects.get(case=case).state) == ("open", "no")


def test_nobody_elses_press_and_no_made_up_one_confirms(asked, telegram, tell, read_all):
    case, (yes, _no), _sent = asked
    asking = Asking.objects.get(case=case)
    forged = press_data(asking, "no").replace(".no.", ".yes.")
    tell(telegram, press(yes, KAVEH), press(forged), press(f"ask.{asking.pk}.yes."), press("ask"), press("other.1"), press(""))
    read_all()
    case.refresh_from_db()
    assert (case.state, Arrival.objects.filter(state="quarantined").count()) == ("answered", 0)


def test_the_arrival_message_goes_to_the_conversation(make_bot, bots, tell, read_all, send_all):
    from sandali.cases.acknowledging import acknowledge_case

    channel = make_bot(acknowledge=True)
    tell(channel, update(text="hello", date=int(timezone.now().timestamp())))
    read_all()
    acknowledge_case(Event.objects.get(kind="case_opened"))
    send_all()
    assert (Delivery.objects.get().is_automatic, bots.sent()[0]["chat_id"]) == (True, 555001)
