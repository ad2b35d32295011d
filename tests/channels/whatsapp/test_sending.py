"""An answer leaves as messages of our number: pieces, files, buttons, quoted; and Meta's no means what it means."""

import pytest

from sandali.cases.actions import reply
from sandali.cases.actions.fetching import fetch_file
from sandali.cases.models import Attachment, Message
from sandali.channels.actions import send_delivery
from sandali.channels.adapter import (
    Approved,
    Button,
    Outgoing,
    OutgoingFile,
    Party,
    Press,
    Refused,
    TryLater,
    Unclear,
)
from sandali.channels.models import Channel, Delivery, DeliveryState, Reached
from sandali.channels.whatsapp import sending
from sandali.channels.whatsapp.adapter import acknowledge, send
from sandali.kit import files
from tests.channels.metaapi.graph_server import error
from tests.channels.whatsapp.told_made import MINA, message, status, whole

pytestmark = pytest.mark.django_db


def outgoing(text="سلام", **more):
    return Outgoing("m@x", Party("whatsapp", more.pop("to", MINA)), "Sara", "", text, "", "fa", reference="77", **more)


def test_an_answer_quotes_what_it_answers_and_carries_our_own_word(case, answer, graph):
    delivery = answer()
    assert send_delivery(delivery.pk) == DeliveryState.SENT
    [sent] = graph.taken
    assert {name: sent[name] for name in ("messaging_product", "to", "type", "text", "context")} == {
        "messaging_product": "whatsapp", "to": MINA, "type": "text", "text": {"body": "فردا می‌رسد.", "preview_url": False}, "context": {"message_id": "wamid.IN1"},
    }  # fmt: skip
    assert sent["biz_opaque_callback_data"].endswith(".0")
    assert (Delivery.objects.get().external_id, Delivery.objects.get().reached) == ("wamid.OUT0001", Reached.SENT)


def test_a_long_answer_leaves_in_pieces_and_files_follow_each_as_what_it_is(whatsapp, graph):
    picture, paper = files.put(b"\xff\xd8picture"), files.put(b"%PDF paper")
    along = (OutgoingFile("a.jpg", "image/jpeg", picture), OutgoingFile("فاکتور.pdf", "application/pdf", paper))
    found = send(whatsapp, outgoing("\n\n".join(["ب" * 3000, "پ" * 3000]), files=along))
    assert [sent["type"] for sent in graph.taken] == ["text", "text", "image", "document"]
    assert found.parts == tuple(sent["number"] for sent in graph.taken)
    assert [sent["biz_opaque_callback_data"] for sent in graph.taken] == ["77.0", "77.1", "77.2", "77.3"]
    assert [one["file"][1] for one in graph.uploaded] == [b"\xff\xd8picture", b"%PDF paper"]
    assert graph.taken[3]["document"] == {"id": "7002", "filename": "فاکتور.pdf"}


def test_buttons_stand_below_the_last_words_which_are_short(whatsapp, graph):
    buttons = (Button("بله، حل شد", "ask.1.yes.x"), Button("هنوز نه، کار دیگری هم مانده است", "ask.1.no.x"))
    send(whatsapp, outgoing(f"{'متن ' * 400}\n\nآیا کارتان درست شد؟", buttons=buttons))
    first, asked = graph.taken
    assert (first["type"], asked["interactive"]["body"]) == ("text", {"text": "آیا کارتان درست شد؟"})
    titles = [one["reply"]["title"] for one in asked["interactive"]["action"]["buttons"]]
    assert [one["reply"]["id"] for one in asked["interactive"]["action"]["buttons"]] == ["sandali:ask.1.yes.x", "sandali:ask.1.no.x"]
    assert (titles[0], len(titles[1])) == ("بله، حل شد", 20)


def test_who_hides_their_number_is_written_to_by_who_they_are(whatsapp, graph):
    send(whatsapp, outgoing(to="US.13491208655302741918"))
    assert (graph.taken[0].get("to"), graph.taken[0]["recipient"]) == (None, "US.13491208655302741918")


def test_an_approved_text_leaves_by_its_name_with_one_line_in_each_place(whatsapp, graph):
    send(whatsapp, outgoing("متن", approved=Approved("order_update", "fa", ("مینا", "فردا\n\nعصر"))))
    assert graph.taken[0]["template"] == {
        "name": "order_update", "language": {"code": "fa"},
        "components": [{"type": "body", "parameters": [{"type": "text", "text": "مینا"}, {"type": "text", "text": "فردا عصر"}]}],
    }  # fmt: skip


def test_an_approved_text_is_kept_in_the_delivery_as_it_was_chosen(case, answer, graph):
    delivery = answer("سلام مینا", approved=Approved("hello", "fa", ("مینا",)))
    assert (send_delivery(delivery.pk), graph.taken[0]["template"]["name"]) == (DeliveryState.SENT, "hello")
    assert Message.objects.get(delivery=delivery).text == "سلام مینا"


@pytest.mark.parametrize(
    ("status_code", "said", "meaning", "fault"),
    [
        (401, error(190, "Error validating access token"), TryLater, True), (400, error(131042, "Business eligibility payment issue"), TryLater, True),
        (400, error(133010, "Phone number not registered"), TryLater, True), (400, error(100, "Unsupported post request", subcode=33), TryLater, True),
        (403, error(10, "Application does not have permission"), TryLater, True), (429, error(130429, "Rate limit hit"), TryLater, False),
        (400, error(131056, "Pair rate limit hit"), TryLater, False), (500, error(131016, "Service unavailable"), TryLater, False),
        (400, error(131047, "Re-engagement message"), Refused, None), (400, error(131026, "Message undeliverable"), Refused, None),
        (400, error(132001, "Template name does not exist", details="template name (x) does not exist in fa"), Refused, None),
        (400, error(100, "Invalid parameter"), Refused, None), (502, "<html>", Unclear, None),
    ],
)  # fmt: skip
def test_a_no_means_what_it_means(status_code, said, meaning, fault, whatsapp, graph):
    graph.answers = [(status_code, said)]
    with pytest.raises(meaning) as caught:
        send(whatsapp, outgoing())
    assert caught.value.reason.endswith((".", "parameter", "fa"))
    assert getattr(caught.value, "channel_fault", None) is fault


def test_when_the_time_is_over_it_is_said_in_words(whatsapp, graph):
    graph.answers = [(400, error(131047, "Re-engagement message"))]
    with pytest.raises(Refused, match="آزادانه"):
        send(whatsapp, outgoing())


def test_what_left_before_a_refusal_is_told(whatsapp, graph):
    graph.answers = [None, (400, error(131026, "Message undeliverable"))]
    with pytest.raises(Refused, match="^فقط بخشی"):
        send(whatsapp, outgoing("\n\n".join(["a" * 4000, "b" * 4000])))


def test_who_has_no_such_account_is_not_written_to(whatsapp):
    with pytest.raises(Refused):
        send(whatsapp, Outgoing("m@x", Party("phone", "+989121234567"), "S", "", "x", "", "fa"))


def test_a_token_is_in_no_error_and_no_log(whatsapp, graph, caplog):
    from tests.channels.metaapi.graph_server import SECRET, TOKEN

    graph.answers = [(400, error(100, f"Bad {TOKEN} {SECRET}"))]
    with pytest.raises(Refused) as caught:
        send(whatsapp, outgoing())
    said = f"{caught.value.reason} {caught.value.code} {caplog.text}"
    assert [secret for secret in (TOKEN, SECRET) if secret in said] == []


def test_a_file_of_a_customer_is_fetched_with_the_token_and_kept(whatsapp, graph, tell, read_all):
    graph.files["9001"] = b"\xff\xd8a picture"
    tell(whatsapp, whole(message("wamid.P", kind="image", image={"id": "9001", "mime_type": "image/jpeg", "caption": "ببینید"})))
    read_all()
    file = Attachment.objects.get()
    assert (fetch_file(file.pk), Attachment.objects.get().size, Attachment.objects.get().label) == (True, 11, "")


def test_a_file_that_is_too_large_or_lies_elsewhere_is_named_and_not_fetched(whatsapp, graph, tell, read_all, monkeypatch):
    graph.files["9002"] = b"x" * 2000
    monkeypatch.setattr(sending, "LARGEST_DOWN", 1000)
    tell(whatsapp, whole(message("wamid.P", kind="document", document={"id": "9002", "mime_type": "application/pdf", "filename": "big.pdf"})))
    read_all()
    assert (fetch_file(Attachment.objects.get().pk), Attachment.objects.get().label) == (False, "too-large")


@pytest.mark.parametrize("url", ["https://evil.example/x", "http://lookaside.fbsbx.com/x", "https://lookaside.fbsbx.com.evil.example/x", "https://evilfbsbx.com/"])
def test_the_token_goes_to_metas_hosts_alone(url, whatsapp, graph):
    from sandali.channels.metaapi.graph import is_file_address

    own = sending.needed_graph(whatsapp)
    assert (is_file_address(own, url), is_file_address(own, "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1")) == (False, True)


def test_a_press_is_acknowledged_below_what_was_pressed(whatsapp, graph):
    acknowledge(whatsapp, Press(f"{MINA}:wamid.IN9", "ask"), words="سپاسگزاریم.")
    acknowledge(whatsapp, Press(f"{MINA}:wamid.IN9", "ask"), words="")
    assert [(sent["to"], sent["text"]["body"], sent["context"]) for sent in graph.taken] == [(MINA, "سپاسگزاریم.", {"message_id": "wamid.IN9"})]


def test_a_channel_without_a_token_waits_and_says_why(whatsapp):
    Channel.objects.filter(pk=whatsapp.pk).update(secrets="")
    with pytest.raises(TryLater) as caught:
        send(Channel.objects.get(pk=whatsapp.pk), outgoing())
    assert (caught.value.code, caught.value.channel_fault) == ("no-token", True)


@pytest.mark.reliability("F2", "F6")
def test_states_come_in_any_order_before_our_own_call_returned_and_never_go_back(case, answer, graph, whatsapp, tell, read_all):
    delivery = answer()
    tell(whatsapp, whole(status("wamid.OUT0001", "read")), whole(status("wamid.OUT0001", "delivered")), whole(status("wamid.OUT0001", "sent")))
    read_all()
    send_delivery(delivery.pk)
    assert Delivery.objects.get().reached == Reached.READ


def test_a_message_that_failed_is_told_to_its_writer_in_words(case, answer, graph, whatsapp, tell, read_all):
    send_delivery(answer().pk)
    tell(whatsapp, whole(status("wamid.OUT0001", "failed", errors=[{"code": 131026, "title": "Message undeliverable"}])))
    read_all()
    found = Delivery.objects.get()
    assert (found.state, found.reason.startswith("این‌جا به ایشان نمی‌رسیم")) == (DeliveryState.FAILED, True)


def test_the_confirmation_question_has_buttons_and_a_press_confirms(case, cast, graph, whatsapp, tell, read_all):
    from sandali.resolution.confirmation.asking import answer_case

    written = answer_case(case, "فرستاده شد.", by=cast.sara, dedupe_key="q", delay=0)
    send_delivery(written.delivery_id)
    [yes, _no] = graph.taken[0]["interactive"]["action"]["buttons"]
    pressed = {"type": "button_reply", "button_reply": yes["reply"]}
    tell(whatsapp, whole(message("wamid.PRESS", kind="interactive", interactive=pressed, context={"id": "wamid.OUT0001"})))
    read_all()
    case.refresh_from_db()
    assert (case.state, Message.objects.filter(case=case).count()) == ("confirmed", 2)


def test_a_reply_to_a_message_of_a_case_joins_it(case, cast, answer, graph, whatsapp, tell, read_all):
    send_delivery(answer().pk)
    tell(whatsapp, whole(message("wamid.IN2", text={"body": "ممنون، ولی کی؟"}, context={"from": "98", "id": "wamid.OUT0001"})))
    read_all()
    assert Message.objects.get(external_id="wamid.IN2").case == case
    reply(case, "دوباره", by=cast.sara, dedupe_key="again", delay=0)
