"""Rules after an event: each once, in order, within their owner's rights, and never round and round."""

from __future__ import annotations

import pytest
from django.utils import timezone, translation

from sandali.automation.models import Outcome, Rule, RuleRun
from sandali.automation.rules import running
from sandali.automation.rules.actions import change_rule, remove_rule, switch_rule, take_back
from sandali.automation.rules.handlers import set_rules_off
from sandali.automation.rules.running import run_rules
from sandali.cases.actions import move_case, tag_case
from sandali.cases.events import CASE_ANSWERED, MESSAGE_RECEIVED
from sandali.cases.models import Case, Direction, Follower, Message, Priority, State, Task
from sandali.customers.models import Organisation, Tag
from sandali.customers.segments.actions import remove_segment, save_segment
from sandali.desk.sentences import sentence
from sandali.history.events import record
from sandali.history.models import Event, Job, Notice
from sandali.history.queue import drain
from tests.automation.rules.given import rule
from tests.cast import make_case

pytestmark = pytest.mark.django_db


def wrote(case: Case, text: str = "سلام") -> Event:
    """The customer writes."""
    message = Message.objects.create(case=case, direction=Direction.IN, text=text, customer=case.customer)
    return record(MESSAGE_RECEIVED, message)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_a_rule_does_all_that_it_says_after_the_event_and_not_in_it(cast):
    rule(
        cast, department=cast.accounting.pk, kind="complaint", priority=3, tag="فوری", note="لطفاً بررسی شود", follower=cast.nahid.pk,
        told=cast.nahid.pk, task={"title": "بررسی فاکتور", "department": cast.support.pk}, by=cast.admin,
    )  # fmt: skip
    case = make_case(cast)
    wrote(case)
    assert fresh(case).kind == ""
    drain()
    done = fresh(case)
    assert (done.department, done.kind, done.priority, [tag.name for tag in done.tags.all()]) == (cast.accounting, "complaint", Priority.HIGH, ["فوری"])
    note = Message.objects.get(case=case, direction=Direction.NOTE)
    assert (note.text, note.author, note.from_name) == ("لطفاً بررسی شود", None, "قاعده")
    run = RuleRun.objects.get()
    assert (run.outcome, [one["act"] for one in run.did]) == (
        Outcome.DONE, ["department", "kind", "priority", "tag", "task", "follower", "told", "note"],
    )  # fmt: skip
    assert (Task.objects.get().title, Follower.objects.get().person) == ("بررسی فاکتور", cast.nahid)
    assert Notice.objects.filter(person=cast.nahid, about=f"case:{case.pk}").exists()


def test_the_story_of_the_case_says_which_rule_it_was_in_both_languages(cast):
    rule(cast, name="مشتریان طلایی", person=cast.reza.pk, tag="طلایی")
    case = make_case(cast)
    wrote(case)
    drain()
    events = Event.objects.filter(case_id=case.pk, data__has_key="by_rule").order_by("pk")
    assert [event.data["by_rule"]["chain"] for event in events] == [[Rule.objects.get().pk]] * 2
    said = {}
    for language in ("en", "fa"):
        with translation.override(language):
            said[language] = [sentence(event).translate({0x2068: None, 0x2069: None}) for event in events]
    assert said == {
        "en": ["The rule “مشتریان طلایی” gave the case to Reza", "The rule “مشتریان طلایی” added the tag طلایی"],
        "fa": ["قاعدهٔ «مشتریان طلایی» پرونده را به Reza سپرد", "قاعدهٔ «مشتریان طلایی» برچسب «طلایی» را افزود"],
    }


CONDITIONS = [
    ({"kind": "complaint"}, {"kind": "question"}, {"kind": "complaint"}),
    ({"priority": 3}, {"priority": 2}, {"priority": 4}),
    ({"state": "open"}, {"state": "new"}, {"state": "open"}),
    ({"owner": "nobody"}, {"assignee": "sara"}, {"assignee": None}),
]


@pytest.mark.parametrize(("when", "other", "fits"), CONDITIONS)
def test_only_what_fits_is_done(cast, when, other, fits):
    made = rule(cast, when=when, tag="یافت")
    for fields, expected in ((other, []), (fits, [made.pk])):
        named = {name: getattr(cast, value) if value == "sara" else value for name, value in fields.items()}
        case = make_case(cast, **named)
        run_rules(wrote(case))
        assert list(RuleRun.objects.filter(case=case).values_list("rule", flat=True)) == expected


def test_the_customer_the_channel_and_the_tags_are_asked_too(cast):
    cast.mina.organisation = Organisation.objects.create(name="سیمرغ", folded="سیمرغ")
    cast.mina.stage, cast.mina.language = "customer", "fa"
    cast.mina.save()
    cast.mina.tags.add(Tag.objects.create(name="طلایی", folded="طلایی"))
    when = {
        "channel": cast.channel.pk, "department": cast.support.pk, "owner": cast.sara.pk, "tag": "فوري", "stage": "customer", "customer_tag": "طلایی",
        "organisation": cast.mina.organisation.pk, "language": "fa",
    }  # fmt: skip
    rule(cast, when=when, priority=4)
    mine, other = make_case(cast, assignee=cast.sara), make_case(cast, assignee=cast.sara, customer=cast.kaveh)
    for case in (mine, other):
        tag_case(case, "فوری", by=cast.sara)
        run_rules(wrote(case))
    assert [fresh(case).priority for case in (mine, other)] == [Priority.URGENT, Priority.NORMAL]


def test_words_are_looked_for_in_the_message_that_came_however_they_are_typed(cast):
    rule(cast, when={"words": "مرجوعي\nبازگشت وجه"}, tag="مرجوعی")
    case = make_case(cast)
    run_rules(wrote(case, "سلام، سفارش نرسید"))
    assert RuleRun.objects.count() == 0
    run_rules(wrote(case, "می‌خواهم کالا را مرجوعی بدهم"))
    assert RuleRun.objects.count() == 1


def test_an_event_is_answered_once_however_often_its_job_runs(cast):
    rule(cast, note="بررسی شود")
    case = make_case(cast)
    event = wrote(case)
    assert [run_rules(event), run_rules(event), set_rules_off(event)] == [1, 0, None]
    assert Message.objects.filter(case=case, direction=Direction.NOTE).count() == 1


def test_a_kill_in_the_middle_leaves_nothing_half_done_and_the_rest_goes_on(cast, monkeypatch):
    first, second = rule(cast, note="یک"), rule(cast, note="دو", tag="دو")
    event = wrote(make_case(cast))
    real = running.do_all

    def killed(case, acts, doing):
        found = real(case, acts, doing)
        if acts["note"] == "دو":
            raise KeyboardInterrupt
        return found

    monkeypatch.setattr(running, "do_all", killed)
    with pytest.raises(KeyboardInterrupt):
        run_rules(event)
    assert [list(RuleRun.objects.values_list("rule", flat=True)), Message.objects.filter(direction="note").count()] == [[first.pk], 1]
    monkeypatch.undo()
    assert run_rules(event) == 1
    assert list(RuleRun.objects.order_by("pk").values_list("rule", flat=True)) == [first.pk, second.pk]
    assert list(Message.objects.filter(direction="note").order_by("pk").values_list("text", flat=True)) == ["یک", "دو"]


def test_two_rules_that_set_each_other_off_come_to_rest(cast):
    there = rule(cast, "moved", when={"department": cast.support.pk}, department=cast.accounting.pk, by=cast.admin)
    back = rule(cast, "moved", when={"department": cast.accounting.pk}, department=cast.support.pk, by=cast.admin)
    case = make_case(cast, department=None)
    move_case(case, cast.support, by=cast.sara)
    drain()
    assert list(RuleRun.objects.order_by("pk").values_list("rule", flat=True)) == [there.pk, back.pk]
    assert fresh(case).department == cast.support


def test_a_rule_for_a_tag_is_set_off_by_that_tag_alone(cast):
    rule(cast, "tagged", when={"tag": "فوری"}, note="فوری است")
    case = make_case(cast)
    for name in ("فوري", "دیگر", "باز دیگر"):
        tag_case(case, name, by=cast.sara)
    drain()
    assert Message.objects.filter(case=case, direction=Direction.NOTE).count() == 1


def test_a_chain_ends_after_three_rules(cast):
    rules = [rule(cast, "tagged", when={"tag": f"t{number}"}, tag=f"t{number + 1}") for number in range(5)]
    case = make_case(cast)
    tag_case(case, "t0", by=cast.sara)
    drain()
    assert list(RuleRun.objects.order_by("pk").values_list("rule", flat=True)) == [one.pk for one in rules[:3]]


def test_on_one_case_rules_do_only_so_much_within_an_hour(cast):
    rule(cast, note="باز هم")
    case = make_case(cast)
    for _number in range(running.MOST_AN_HOUR + 2):
        run_rules(wrote(case))
    outcomes = list(RuleRun.objects.order_by("pk").values_list("outcome", flat=True))
    assert outcomes == [Outcome.DONE] * running.MOST_AN_HOUR + [Outcome.HELD] * 2


def test_a_rule_that_fails_ten_times_in_a_row_is_paused_and_its_owner_told(cast):
    made = rule(cast, person=cast.reza.pk, tag="نه")
    cast.reza.is_active = False
    cast.reza.save()
    for _number in range(running.MOST_FAILURES):
        run_rules(wrote(make_case(cast)))
    made.refresh_from_db()
    assert (made.is_active, made.paused_at is not None) == (False, True)
    assert set(RuleRun.objects.values_list("outcome", flat=True)) == {Outcome.FAILED}
    assert not Case.objects.filter(tags__name="نه").exists()
    notice = Notice.objects.get(person=cast.nahid)
    assert notice.event.kind == "auto_rule_paused"
    switch_rule(made, by=cast.nahid, on=True)
    made.refresh_from_db()
    assert (made.is_active, made.failures, made.paused_at) == (True, 0, None)


def test_what_went_well_in_between_ends_a_row_of_failures(cast):
    made = rule(cast, when={"kind": ""}, person=cast.omid.pk)
    Rule.objects.filter(pk=made.pk).update(failures=9, acts={"tag": "خوب"})
    run_rules(wrote(make_case(cast)))
    made.refresh_from_db()
    assert (made.failures, made.is_active) == (0, True)


def test_a_rule_touches_only_what_its_owner_may_handle(cast):
    rule(cast, tag="دیده")  # Nahid is in no private department
    private, open_to_all = make_case(cast, department=cast.accounting), make_case(cast)
    for case in (private, open_to_all):
        run_rules(wrote(case))
    assert list(RuleRun.objects.values_list("case", flat=True)) == [open_to_all.pk]


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": "agent"}])
def test_a_rule_whose_owner_left_or_no_longer_decides_does_nothing(cast, change):
    rule(cast, tag="دیده")
    type(cast.nahid).objects.filter(pk=cast.nahid.pk).update(**change)
    run_rules(wrote(make_case(cast)))
    assert RuleRun.objects.count() == 0


def test_off_and_removed_rules_do_nothing_and_leave_no_job(cast):
    off, gone = rule(cast, tag="یک"), rule(cast, tag="دو")
    switch_rule(off, by=cast.nahid, on=False)
    remove_rule(gone, by=cast.nahid)
    wrote(make_case(cast))
    assert [job.args for job in Job.objects.filter(task="sandali.history.jobs.call_listener") if "rules" in str(job.args)] == []


def test_old_mail_that_is_imported_sets_nothing_off(cast):
    rule(cast, "answered", tag="نه")
    record(CASE_ANSWERED, make_case(cast).messages.get(), by=cast.sara, quiet=True)
    drain()
    assert RuleRun.objects.count() == 0


def test_rules_are_done_in_their_order_each_on_what_the_one_before_left(cast):
    rule(cast, kind="complaint")
    rule(cast, when={"kind": "complaint"}, priority=4)
    case = make_case(cast)
    run_rules(wrote(case))
    assert (fresh(case).kind, fresh(case).priority) == ("complaint", Priority.URGENT)


def test_giving_out_by_routing_frees_a_case_and_snoozing_leaves_what_rests(cast):
    rule(cast, "tagged", give_out=True, snooze=3)
    case = make_case(cast, state="open", assignee=cast.sara)
    tag_case(case, "بعد", by=cast.sara)
    drain()
    now = fresh(case)
    assert (now.assignee, now.state, now.snoozed_until > timezone.now()) == (None, State.SNOOZED, True)
    resting = make_case(cast, state="confirmed", waiting_since=None, assignee=cast.sara)
    tag_case(resting, "بعد", by=cast.sara)
    drain()
    assert (fresh(resting).state, fresh(resting).assignee) == (State.CONFIRMED, cast.sara)


def test_what_a_rule_did_is_taken_back_where_nobody_changed_it_since(cast):
    rule(cast, kind="complaint", priority=4, tag="نه", person=cast.reza.pk, note="می‌ماند")
    case = make_case(cast, assignee=cast.sara, kind="question")
    run_rules(wrote(case))
    Case.objects.filter(pk=case.pk).update(priority=1)
    run = RuleRun.objects.select_related("rule", "case").get()
    assert take_back(run, by=cast.nahid) == (3, 4)
    now = fresh(case)
    assert (now.kind, now.priority, now.assignee, now.tags.count(), now.messages.filter(direction="note").count()) == ("question", 1, cast.sara, 0, 1)
    assert take_back(run, by=cast.nahid) == (0, 0)


def test_a_changed_rule_works_with_the_rights_of_whoever_changed_it(cast):
    made = rule(cast, tag="دیده")
    change_rule(made, by=cast.admin, name="تازه", trigger="wrote", conditions={}, acts={"tag": "دیده"})
    private = make_case(cast, department=cast.accounting)
    run_rules(wrote(private))
    assert RuleRun.objects.get().case == private


def test_a_rule_may_ask_for_a_segment_of_everybody_as_its_owner_would_find_it(cast):
    asked = {"joined": "all", "of": [{"kind": "cases", "not": False, "values": {"how": "at_least", "times": 2, "of_kind": "complaint"}}]}
    shared, own = save_segment("دو شکایت", asked, by=cast.admin, for_everybody=True), save_segment("خودم", asked, by=cast.nahid)
    rule(cast, tag="دوباره", when={"segment": shared.pk})
    rule(cast, tag="هرگز", when={"segment": own.pk})
    cases = [make_case(cast, kind="complaint", customer=customer, department=place) for customer, place in (
        (cast.mina, cast.support), (cast.mina, cast.support), (cast.kaveh, cast.support), (cast.kaveh, cast.accounting),
    )]  # fmt: skip
    for case in (cases[0], cases[2]):
        wrote(case)
    drain()
    assert [[tag.name for tag in fresh(case).tags.all()] for case in cases] == [["دوباره"], [], [], []]
    remove_segment(shared, by=cast.admin)
    wrote(cases[1])
    drain()
    assert not fresh(cases[1]).tags.exists()
