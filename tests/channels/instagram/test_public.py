"""What is said of us on Instagram in public: each a case that is answered there and thanked, and its writer privately where they may be (P15)."""

import json
import random
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from sandali.cases.acknowledging import why_not
from sandali.cases.actions import reply
from sandali.cases.actions.answering import CannotAnswer
from sandali.cases.actions.asking_more import MOST_TRIES, ask_more
from sandali.cases.actions.fetching import name_customer
from sandali.cases.contact import Outward, best_way, may_we
from sandali.cases.in_public import PRIVATE, PUBLIC
from sandali.cases.models import Case, Message
from sandali.channels import asking
from sandali.channels.actions import send_delivery
from sandali.channels.adapter import Party, RemoteFile
from sandali.channels.connecting import connect_channel
from sandali.channels.instagram.reading import events, read
from sandali.channels.instagram.settings_form import test_account as check_account
from sandali.channels.models import Arrival, Channel, Delivery, DeliveryState
from sandali.customers.models import Customer, Identity, Purpose
from sandali.desk.cases.beside import told_apart
from sandali.desk.wishes.composing import asked_outward
from sandali.resolution.confirmation.asking import answer_case
from sandali.resolution.models import Asking, PublicMatter
from sandali.resolution.public.mentions import find_link
from sandali.resolution.public.queries import owed_counts
from tests.channels.instagram.told_made import MINA, changed, commented, happened, whole
from tests.channels.metaapi.graph_server import INSTAGRAM_ID, SECRET, TOKEN, error
from tests.desk.browsing import browser

TOLD = Path(__file__).resolve().parent / "told"
COMMENT, MEDIA = "17865799348089039", "17918195224117852"
SETTINGS = {"account_id": INSTAGRAM_ID}
THANKS = "سپاسگزاریم که گفتید؛ امروز صندلی تازه می‌فرستیم."


def told(name):
    [found] = read((TOLD / f"{name}.json").read_bytes(), settings=SETTINGS)
    return found


@pytest.fixture
def comment(instagram, tell, read_all):
    """A case that somebody opened by a comment."""
    tell(instagram, commented("صندلی‌تان شکسته رسید."))
    read_all()
    return Case.objects.get()


def by_way(case, place):
    """The way of a case with its answer in a place."""
    way = best_way(case)
    return Outward(way.channel.pk, way.identity.pk, place=place)


@pytest.mark.parametrize(
    ("name", "text", "chat", "number"),
    [
        ("comment", "صندلی‌تان شکسته رسید.", f"public:ours:{COMMENT}", COMMENT), ("comment-entry", "and no answer since", "public:ours:17865799348089040", "17865799348089040"),
        ("comment-answer", "هنوز هم.", f"public:ours:{COMMENT}", "17865799348089041"), ("comment-ad", "چند؟", "public:ours:17865799348089042", "17865799348089042"),
        ("comment-live", "صدا نمی‌آید", "public:live:17865799348089044", "17865799348089044"),
        ("mention-told", "این صندلی @simorgh.shop عالی است", f"public:media:{MEDIA}", MEDIA),
        ("mention-untold", "(در اینستاگرام از ما نام برده‌اند؛ متا نمی‌گوید با چه کلماتی)", f"public:mention:17894227972186120:{MEDIA}", "17894227972186120"),
    ],
)  # fmt: skip
def test_what_was_said_in_public_stands_as_text_in_its_place(name, text, chat, number):
    found = told(name)
    assert (found.text, found.chat, found.external_id) == (text, chat, number)


def test_who_said_it_is_known_by_number_and_name_or_by_name_alone():
    mina, name = Party("instagram", MINA, "@mina.k", shown="@mina.k"), Party("instagram-name", "@mina.k", "@mina.k", shown="@mina.k")
    assert [(told(one).sender, told(one).also) for one in ("comment", "mention-told", "mention-untold")] == [
        (mina, (name,)), (Party("instagram-name", "@kaveh_r", "@kaveh_r", shown="@kaveh_r"), ()), (None, ()),
    ]  # fmt: skip
    assert told("mention-told").remote_files == (RemoteFile("https://scontent.cdninstagram.com/v/1.jpg", "photo.jpg"),)


def test_our_own_comment_is_no_news_and_a_mention_is_to_be_asked_for():
    assert [(told(name).automatic, told(name).ask) for name in ("comment-own", "mention-media", "mention-comment")] == [
        ("command", ""), ("command", f"{MEDIA}:"), ("command", f"{MEDIA}:17894227972186120"),
    ]  # fmt: skip


def test_numbers_that_are_none_never_become_part_of_an_address():
    [found] = read(json.dumps(changed("mentions", {"media_id": "1){x}", "comment_id": "../me"})).encode(), settings=SETTINGS)
    assert (found.ask, found.automatic) == ("", "command")
    assert len(events(json.dumps(commented("a", number="x/y")).encode(), settings=SETTINGS)) == 1


@pytest.mark.django_db
@pytest.mark.practice("P15")
def test_a_comment_is_a_public_matter_that_is_answered_below_it_and_thanked(instagram, graph, comment, cast):
    matter = PublicMatter.objects.get()
    assert (matter.case, matter.where, matter.by, owed_counts(cast.sara)) == (comment, "network", None, {"answered": 1, "thanked": 1})
    written = reply(comment, THANKS, by=cast.sara, dedupe_key="k", delay=0)
    assert send_delivery(written.delivery_id) == DeliveryState.SENT
    assert [one["message"] for one in graph.below[f"{COMMENT}/replies"]] == [THANKS]
    assert (owed_counts(cast.sara), graph.taken) == ({"answered": 0, "thanked": 0}, [])


@pytest.mark.django_db
@pytest.mark.reliability("F1")
def test_each_comment_five_times_shuffled_is_one_case(instagram, tell, read_all):
    bodies = [commented(f"نظر {n}", number=str(5000 + n), sender=str(1000 + n % 4), username=f"u{n % 4}") for n in range(12)] * 5
    random.Random(4).shuffle(bodies)
    assert set(tell(instagram, *bodies)) == {200}
    read_all()
    assert (Arrival.objects.count(), Case.objects.count(), PublicMatter.objects.count(), Identity.objects.filter(kind="instagram").count()) == (12, 12, 12, 4)


@pytest.mark.django_db
def test_who_answers_below_goes_on_in_their_case_and_another_opens_their_own(instagram, tell, read_all, comment):
    tell(instagram, commented("هنوز هم.", number="11", parent_id=COMMENT), commented("من هم", number="12", parent_id=COMMENT, sender="77", username="kaveh"))
    read_all()
    assert (Message.objects.filter(case=comment).count(), Case.objects.count()) == (2, 2)


@pytest.mark.django_db
def test_answered_privately_once_and_what_they_write_back_is_the_same_case(instagram, graph, comment, cast, tell, read_all):
    written = reply(comment, "شمارهٔ سفارش را به ما بگویید.", by=cast.sara, dedupe_key="k", delay=0, outward=by_way(comment, PRIVATE))
    send_delivery(written.delivery_id)
    assert (graph.taken[0]["recipient"], graph.taken[0].get("tag"), owed_counts(cast.sara)["answered"]) == ({"comment_id": COMMENT}, None, 1)
    tell(instagram, whole(happened(message={"mid": "D1", "text": "۱۲۳۴"})))
    read_all()
    assert (Case.objects.count(), Message.objects.filter(case=comment).count(), best_way(comment).place) == (1, 3, PRIVATE)
    send_delivery(reply(comment, "رسید.", by=cast.sara, dedupe_key="k2", delay=0).delivery_id)
    assert graph.taken[1]["recipient"] == {"id": MINA}
    send_delivery(reply(comment, THANKS, by=cast.sara, dedupe_key="k3", delay=0, outward=by_way(comment, PUBLIC)).delivery_id)
    assert (len(graph.below[f"{COMMENT}/replies"]), owed_counts(cast.sara)["answered"]) == (1, 0)


@pytest.mark.django_db
def test_a_week_later_they_are_answered_in_public_alone(instagram, comment, cast):
    Message.objects.update(at=timezone.now() - timedelta(days=8))
    with pytest.raises(CannotAnswer):
        reply(comment, "x", by=cast.sara, dedupe_key="k", delay=0, outward=by_way(comment, PRIVATE))
    assert best_way(comment).place == PUBLIC


@pytest.mark.django_db
def test_no_link_of_theirs_no_file_and_no_machine_speaks_where_everybody_reads(instagram, graph, comment, cast):
    from sandali.cases.actions.adding import store_file

    assert why_not(Message.objects.get(), instagram) == "public"
    assert (may_we(comment, purpose=Purpose.SERVICE, now=timezone.now()).leave.why, graph.below) == ("too-late", {})
    written = answer_case(comment, "فردا می‌آید.", by=cast.sara, dedupe_key="q", delay=0)
    send_delivery(written.delivery_id)
    comment.refresh_from_db()
    assert (graph.below[f"{COMMENT}/replies"][0]["message"], comment.state, Asking.objects.get().state) == ("فردا می‌آید.", "answered", "planned")
    for more in ({"below": "https://x.example"}, {"files": [store_file("a.png", "image/png", b"x")]}):
        with pytest.raises(CannotAnswer):
            reply(comment, "x", by=cast.sara, dedupe_key="k", delay=0, **more)


@pytest.mark.django_db
@pytest.mark.parametrize(("trouble", "state"), [("taken", DeliveryState.SENT), ("lost", DeliveryState.UNKNOWN)])
def test_an_unclear_public_answer_is_looked_for_below_and_never_said_twice(trouble, state, instagram, graph, comment, cast):
    delivery = reply(comment, "فردا می‌رسد.", by=cast.sara, dedupe_key="k", delay=0).delivery
    graph.answers = [trouble]
    assert send_delivery(delivery.pk) == DeliveryState.UNKNOWN
    Delivery.objects.update(ask_at="2020-01-01T00:00Z")
    asking.ask_channel(instagram.pk)
    assert (Delivery.objects.get().state, len([one for one in graph.calls if one[:2] == ("POST", f"{COMMENT}/replies")])) == (state, 1)


@pytest.mark.django_db
def test_a_comment_that_is_gone_is_said_in_words_and_stays_owed(instagram, graph, comment, cast):
    delivery = reply(comment, "x", by=cast.sara, dedupe_key="k", delay=0).delivery
    graph.answers = [(400, error(100, "Unsupported post request. Object does not exist", subcode=33))]
    assert (send_delivery(delivery.pk), Delivery.objects.get().reason[:11]) == (DeliveryState.FAILED, "نوشتهٔ آنان")
    assert (Channel.objects.get(pk=instagram.pk).sending_failures, owed_counts(cast.sara)["answered"]) == (0, 1)


@pytest.mark.django_db
def test_below_a_live_video_the_usual_answer_is_private(instagram, graph, cast, tell, read_all):
    tell(instagram, commented("صدا نمی‌آید", field="live_comments"))
    read_all()
    case = Case.objects.get()
    send_delivery(reply(case, "ممنون، درست شد.", by=cast.sara, dedupe_key="k", delay=0).delivery_id)
    assert graph.taken[0]["recipient"] == {"comment_id": COMMENT}
    delivery = reply(case, "x", by=cast.sara, dedupe_key="k2", delay=0, outward=by_way(case, PUBLIC)).delivery
    assert (send_delivery(delivery.pk), graph.below) == (DeliveryState.FAILED, {})


@pytest.mark.django_db
@pytest.mark.parametrize(("value", "path"), [({"media_id": MEDIA}, {"media_id": MEDIA}), ({"media_id": MEDIA, "comment_id": "55"}, {"media_id": MEDIA, "comment_id": "55"})])
def test_a_mention_is_asked_for_and_answered_where_it_stands(value, path, instagram, graph, cast, tell, read_all):
    graph.mentioned = {MEDIA: {"caption": "عالی @simorgh.shop", "username": "Mina.K"}, "55": {"text": "عالی @simorgh.shop", "username": "mina.k"}}
    tell(instagram, commented("یک"))
    tell(instagram, changed("mentions", value))
    read_all()
    assert (Case.objects.count(), ask_more(instagram.pk, f"{MEDIA}:{value.get('comment_id', '')}")) == (1, True)
    read_all()
    case = Case.objects.latest("pk")
    assert (case.preview, Identity.objects.filter(kind="instagram-name").count(), PublicMatter.objects.count()) == ("عالی @simorgh.shop", 1, 2)
    send_delivery(reply(case, THANKS, by=cast.sara, dedupe_key="k", delay=0).delivery_id)
    assert graph.asked(f"{INSTAGRAM_ID}/mentions") == [{**path, "message": THANKS}]
    with pytest.raises(CannotAnswer):
        reply(case, "x", by=cast.sara, dedupe_key="k2", delay=0, outward=by_way(case, PRIVATE))


@pytest.mark.django_db
def test_who_is_known_by_name_alone_is_answered_in_public(instagram, graph, cast, tell, read_all):
    graph.mentioned = {MEDIA: {"caption": "@simorgh.shop ?", "username": "kaveh_r"}}
    tell(instagram, changed("mentions", {"media_id": MEDIA}))
    read_all()
    ask_more(instagram.pk, f"{MEDIA}:")
    read_all()
    assert (Identity.objects.get(kind="instagram-name").shown, best_way(Case.objects.get()).place) == ("@kaveh_r", PUBLIC)


@pytest.mark.django_db
def test_what_meta_never_tells_of_a_mention_comes_in_as_the_bare_fact(instagram, graph, tell, read_all):
    graph.answers = [(500, "<html>")] * 2
    assert (ask_more(instagram.pk, f"{MEDIA}:"), Case.objects.count()) == (False, 0)
    assert ask_more(instagram.pk, f"{MEDIA}:", MOST_TRIES) is True
    read_all()
    assert (Message.objects.get().text[:15], PublicMatter.objects.count()) == ("(در اینستاگرام ", 1)


@pytest.mark.django_db
def test_a_mention_in_a_comment_that_came_by_itself_is_not_taken_in_twice(instagram, comment):
    assert ask_more(instagram.pk, f"{MEDIA}:{COMMENT}") is False


@pytest.mark.django_db
def test_nor_is_a_comment_of_which_the_mention_was_told_first(instagram, graph, tell, read_all):
    graph.mentioned = {COMMENT: {"text": "@simorgh.shop ?", "username": "mina.k"}}
    ask_more(instagram.pk, f"{MEDIA}:{COMMENT}")
    read_all()
    tell(instagram, commented("@simorgh.shop ?"))
    read_all()
    assert (Case.objects.count(), PublicMatter.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_where_it_was_said_is_asked_for(instagram, graph, comment):
    graph.permalinks = {COMMENT: "https://www.instagram.com/p/abc/"}
    assert find_link(PublicMatter.objects.get().pk, Message.objects.get().pk) is True
    assert (PublicMatter.objects.get().link, find_link(PublicMatter.objects.get().pk, 1)) == ("https://www.instagram.com/p/abc/", False)


@pytest.mark.django_db
def test_comments_of_live_videos_are_asked_for_where_they_are_wished(instagram, graph):
    for live, fields in ((False, ["comments", "mentions"]), (True, ["comments", "mentions", "live_comments"])):
        Channel.objects.update(settings={**instagram.settings, "live": live})
        connect_channel(instagram.pk)
        assert graph.subscribed["subscribed_fields"].split(",")[5:] == fields


@pytest.mark.django_db
def test_the_composer_says_who_reads_the_answer_and_offers_both_places(instagram, comment, cast):
    sara = browser(cast.sara)
    page = sara.get(f"/cases/{comment.pk}/").content.decode()
    way = best_way(comment)
    values = [f'value="{way.channel.pk}.{way.identity.pk}.{place}"' for place in (PUBLIC, PRIVATE)]
    assert [value in page for value in values] == [True, True]
    assert ("همه می‌توانند این را بخوانند." in page, page.index(values[0]) < page.index(values[1])) == (True, True)
    sara.post(f"/cases/{comment.pk}/messages/", {"kind": "reply", "text": "سلام", "key": "a" * 32, "way": f"{way.channel.pk}.{way.identity.pk}.{PRIVATE}"})
    assert Delivery.objects.get().payload["privately"] == COMMENT


@pytest.mark.django_db
def test_who_only_comments_is_called_as_there_until_meta_tells_their_name(instagram, graph, comment):
    assert (comment.customer.name, name_customer(comment.customer_id, instagram.pk, MINA)) == ("@mina.k", False)
    graph.profiles[MINA] = {"name": "Mina Karimi", "username": "mina.k"}
    assert (name_customer(comment.customer_id, instagram.pk, MINA), Customer.objects.get(pk=comment.customer_id).name) == (True, "Mina Karimi")
    assert name_customer(comment.customer_id, instagram.pk, "@mina.k") is False


@pytest.mark.django_db
def test_the_case_shows_one_account_once_and_who_noted_it(instagram, comment, cast):
    page = browser(cast.sara).get(f"/cases/{comment.pk}/").content.decode()
    panel = page[page.index('id="panel-public"') :]
    assert ("None" in panel[:900], Identity.objects.filter(customer=comment.customer).count()) == (False, 2)
    assert len(told_apart(list(Identity.objects.filter(customer=comment.customer)))) == 1


@pytest.mark.django_db
def test_a_form_without_a_choice_of_place_never_speaks_in_public(instagram, graph, comment, cast, rf):
    chosen = asked_outward(rf.post("/", {"text": "x"}))
    send_delivery(reply(comment, "تاریخ تازه فرداست.", by=cast.sara, dedupe_key="k", delay=0, outward=chosen).delivery_id)
    assert (chosen.place, graph.below, graph.taken[0]["recipient"]) == (PRIVATE, {}, {"comment_id": COMMENT})


@pytest.mark.django_db
def test_a_channel_from_before_comments_is_told_to_be_saved_once_more(instagram, graph):
    settings, secrets = {**instagram.settings}, {"token": TOKEN, "app_secret": SECRET}
    graph.subscribed = {"subscribed_fields": ["messages"]}
    before = [step.sentence for step in check_account(settings, secrets)][1]
    connect_channel(instagram.pk)
    assert (before, [step.sentence for step in check_account(settings, secrets)][1]) == (
        "هنگام ذخیره از متا می‌خواهیم به برنامه خبر بدهد.", "متا پیام‌ها، نظرها و اشاره‌های این حساب را به برنامه خبر می‌دهد.",
    )  # fmt: skip
