"""Packed days say what the rows say, whatever happened to them since: figures of random days are reckoned both ways."""

from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.cases import actions, figure_days
from sandali.cases.actions import bulk, bulk_plans, regrouping, spam, together
from sandali.cases.events import CASE_CONFIRMED, CASE_LAPSED, CASE_REOPENED
from sandali.cases.figure_days import catch_up, forget_days
from sandali.cases.figures import Asked
from sandali.cases.jobs import pack_figures
from sandali.cases.measures import BEHIND, cases_behind, measure
from sandali.cases.models import Case, FigureDay, FigureMark, State, Wait
from sandali.cases.packed_figures import head_of
from sandali.cases.waits import begin_wait, end_wait, resume_wait
from sandali.company.models import Company
from sandali.company.permissions import NotAllowed
from sandali.history.events import record
from sandali.history.models import Event
from sandali.history.queue import drain
from tests.cast import make_case
from tests.measured import TEHRAN

pytestmark = pytest.mark.django_db
TODAY = timezone.now().astimezone(TEHRAN).replace(hour=0, minute=0, second=0, microsecond=0)
DAYS = 40
START = TODAY - timedelta(days=DAYS)
MIDDLE = tuple(TODAY - timedelta(days=days) for days in (30, 20, 10, 0))


def some_cases(cast, random, count=45):
    """Cases of the last DAYS days and of today, most of them answered, some twice, some without any wait."""
    people, departments = [cast.sara, cast.reza, cast.omid, None], [cast.support, cast.accounting, None]
    for _number in range(count):
        at = START + timedelta(minutes=random.randrange(DAYS * 1440 + 300))
        case = make_case(
            cast, messages=1, opened_at=at, waiting_since=None, state="waiting", assignee=random.choice(people), repeats=random.choice([0, 0, 2]),
            department=random.choice(departments), kind=random.choice(["", "question", "complaint"]),
            channel=random.choice([cast.channel, cast.counter]),
        )  # fmt: skip
        for _wait in range(random.randrange(3)):
            until = at + timedelta(minutes=random.randrange(4000))
            begin_wait(case, at=at)
            case.waiting_since = at
            end_wait(case, at=until, by=random.choice(people[:3]), by_answer=random.random() < 0.8)
            case.waiting_since, at = None, until + timedelta(minutes=random.randrange(3000))
        if random.random() < 0.4:
            record(random.choice([CASE_REOPENED, CASE_CONFIRMED, CASE_LAPSED]), case, at=at)
    return list(Case.objects.order_by("pk"))


def questions(cast):
    """Who asks what."""
    end = TODAY + timedelta(days=3)
    wider = {"working": False}
    for asked in (Asked(START, end), Asked(START, end, **wider), Asked(MIDDLE[0], MIDDLE[2]), Asked(MIDDLE[0], MIDDLE[1] + timedelta(hours=7))):
        for person in (cast.admin, cast.nahid, cast.sara, cast.omid):
            for by in ("", "person", "department", "channel", "kind"):
                yield person, asked, by
    for narrower in ({"person": cast.reza.pk}, {"department": cast.support.pk}, {"channel": cast.counter.pk}, {"kind": "complaint"}):
        yield cast.nahid, Asked(START, end, **narrower), "person"


def reckoned(chosen):
    """The answers, in the order of the questions."""
    return [
        measure(person, asked, bounds=[moment for moment in MIDDLE if asked.start < moment < asked.end], by=by)
        for person, asked, by in chosen
    ]


def both_ways(cast, random):
    """What packed days say to some questions, and what the rows say."""
    assert head_of(Asked(START, TODAY), ()) is not None, "nothing is packed"
    chosen = random.sample(list(questions(cast)), 9)
    packed = reckoned(chosen)
    mark = FigureMark.objects.get()
    FigureMark.objects.all().delete()
    plain = reckoned(chosen)
    mark.save(force_insert=True)
    return packed, plain


def acts(cast, random, cases):
    """One thing that corrects days that are over, by the program's own verbs."""
    case, other = (Case.objects.get(pk=one.pk) for one in random.sample(cases, 2))
    chosen = {one.pk: None for one in random.sample(cases, 5)}
    last = case.messages.filter(delivery=None).order_by("-pk").first()
    choices = [
        lambda: actions.assign_case(case, random.choice([cast.reza, None]), by=cast.admin),
        lambda: actions.move_case(case, random.choice([cast.support, cast.accounting]), by=cast.admin),
        lambda: actions.classify_case(case, by=cast.admin, kind=random.choice(["question", "praise", ""])),
        lambda: actions.reply(case, "x", by=cast.admin, dedupe_key=f"{random.random()}", seen=case.last_message_id),
        lambda: actions.change_state(case, State.OPEN, by=cast.admin),
        lambda: actions.change_state(case, State.ANSWERED, by=cast.admin),
        lambda: spam.unmark_spam(case, by=cast.admin) if case.aside else spam.mark_spam(case, by=cast.admin),
        lambda: regrouping.merge_cases(case, other, by=cast.admin),
        lambda: regrouping.split_case(case, [last.pk], by=cast.admin, subject="x") if last is not None else None,
        lambda: undone(cast),
        lambda: taken_back(case, random),
        lambda: taken_back(case, random),
        lambda: told_later(case, random, cast),
        lambda: told_later(case, random, cast),
        lambda: together.count_repeat(case, by=cast.admin),
        lambda: bulk.change_cases(chosen, bulk_plans.moving(random.choice([cast.support, cast.accounting])), by=cast.admin),
        lambda: bulk.change_cases(chosen, bulk_plans.spamming(), by=cast.admin),
    ]
    return random.choice(choices)


def taken_back(case, random):
    """An answer of some day that is over was none: no row of that day says any more that the case stood there."""
    wait = Wait.objects.filter(case=case, by_answer=True).first()
    if wait is not None and resume_wait(case, answered_at=wait.ended_at):
        record(CASE_REOPENED, case)


def told_later(case, random, cast):
    """What happened on a day that is over, written down only now."""
    at = START + timedelta(minutes=random.randrange((DAYS - 1) * 1440))
    if not Wait.objects.filter(case=case, ended_at=None).exists():
        begin_wait(case, at=at)
        end_wait(case, at=at + timedelta(minutes=70), by=cast.reza, by_answer=True)
    record(CASE_CONFIRMED, case, at=at)


def undone(cast):
    """Undo the last merge or split."""
    made = regrouping.Regrouping.objects.filter(undone_at=None).order_by("-pk").first()
    if made is not None:
        regrouping.undo_regrouping(made, by=cast.admin)


def tried(act):
    """Do it where it can be done: a case that was merged can no more be answered."""
    try:
        act()
    except (regrouping.CannotRegroup, NotAllowed, Case.DoesNotExist):
        return False
    return True


@pytest.mark.parametrize("seed", [1, 2])
def test_packed_days_say_what_the_rows_say_after_every_kind_of_correction(cast, seed):
    random = Random(seed)
    cases = some_cases(cast, random)
    assert catch_up() is False
    packed, plain = both_ways(cast, random)
    assert packed == plain
    assert sum(report.whole.answers.count > 0 for report in plain) > len(plain) / 2, "little was measured"
    done = 0
    for _round in range(3):
        for _act in range(9):
            done += tried(acts(cast, random, cases))
        packed, plain = both_ways(cast, random)
        assert packed == plain
        catch_up()
        FigureMark.objects.update(seen=figure_days.newest_event())  # as if long ago: nothing is read again
        packed, plain = both_ways(cast, random)
        assert packed == plain
    assert done > 14


def test_a_day_on_which_a_case_stands_no_more_is_packed_again(cast):
    at = TODAY - timedelta(days=9)
    cases = [make_case(cast, opened_at=at - timedelta(days=2), waiting_since=None) for _number in range(3)]
    for case in cases:
        begin_wait(case, at=at)
        end_wait(case, at=at + timedelta(hours=5), by=cast.sara, by_answer=True)
        make_case(cast, opened_at=at - timedelta(days=case.pk + 5))  # days that are packed longer ago than that one
    catch_up()
    FigureMark.objects.update(seen=figure_days.newest_event())
    taken_back(cases[0], Random(1))
    catch_up()
    FigureMark.objects.update(seen=figure_days.newest_event())
    assert measure(cast.admin, Asked(START, TODAY)).whole.answers.count == 2


def test_of_packed_days_only_what_changed_is_read_again(cast):
    random = Random(3)
    cases = some_cases(cast, random, 12)
    catch_up()
    FigureMark.objects.update(seen=0)
    told = set(Event.objects.filter(case_id__isnull=False).values_list("case_id", flat=True))
    assert head_of(Asked(START, TODAY), ()).changed == told
    FigureMark.objects.update(seen=figure_days.newest_event())
    assert head_of(Asked(START, TODAY), ()).changed == frozenset()
    actions.classify_case(cases[1], by=cast.admin, kind="praise")
    assert head_of(Asked(START, TODAY), ()).changed == {cases[1].pk}


def test_what_packed_days_cannot_say_is_reckoned_from_the_rows(cast):
    some_cases(cast, Random(4), 12)
    catch_up()
    hour, day = timedelta(hours=1), timedelta(days=1)
    heads = [
        head_of(Asked(START, TODAY), [TODAY - day]),
        head_of(Asked(START + hour, TODAY), ()),  # the day of another zone
        head_of(Asked(START, TODAY), [TODAY - hour]),
        head_of(Asked(START, TODAY + day), [TODAY + hour]),  # today is not packed
        head_of(Asked(TODAY, TODAY + day), ()),
        head_of(Asked(TODAY - day, TODAY - hour), ()),  # no whole day
    ]
    assert [(str(head.first), str(head.until)) if head else None for head in heads] == [
        (str(START.date()), str(TODAY.date())), None, None, (str(START.date()), str(TODAY.date())), None, None,
    ]  # fmt: skip
    Company.objects.update(zone="Europe/Berlin")
    assert head_of(Asked(START, TODAY), ()) is None


def test_days_of_another_zone_are_packed_anew(cast):
    some_cases(cast, Random(5), 12)
    catch_up()
    before = dict(FigureDay.objects.values_list("day", "waits"))
    Company.objects.update(zone="Pacific/Auckland")
    catch_up()
    assert FigureMark.objects.get().made_for.split()[1] == "Pacific/Auckland"
    assert dict(FigureDay.objects.values_list("day", "waits")) != before


def test_many_days_are_packed_in_several_runs_of_the_job(cast, monkeypatch):
    some_cases(cast, Random(6), 12)
    whole = (catch_up(), dict(FigureDay.objects.values_list("day", "opened")))
    forget_days()
    monkeypatch.setattr(figure_days.catch_up, "__kwdefaults__", {"most": 15})
    pack_figures.enqueue()
    drain()
    assert (False, dict(FigureDay.objects.values_list("day", "opened"))) == whole
    assert FigureMark.objects.get().until == TODAY.date()


def test_whoever_is_packing_is_left_to_it(cast):
    catch_up()
    FigureMark.objects.update(until=START.date(), busy_until=timezone.now() + timedelta(minutes=1))
    assert (catch_up(), FigureMark.objects.get().until) == (False, START.date())
    FigureMark.objects.update(busy_until=timezone.now() - timedelta(seconds=1))
    assert (catch_up(), FigureMark.objects.get().until) == (False, TODAY.date())


def test_what_no_event_told_of_is_mended_in_the_course_of_time(cast):
    some_cases(cast, Random(7), 8)
    catch_up()
    FigureMark.objects.update(seen=figure_days.newest_event(), newest=figure_days.newest_event())
    Wait.objects.update(working_seconds=7)
    asked = Asked(START, TODAY)
    for _run in range(FigureDay.objects.count() // figure_days.AGAIN + 1):
        catch_up()
    assert {measure(cast.admin, asked).whole.answers.median} == {7}


def test_a_mark_follows_the_events_at_a_distance(cast):
    first = record(CASE_LAPSED, make_case(cast)).pk
    catch_up()
    FigureMark.objects.update(seen=0)
    assert FigureMark.objects.get().newest == first
    second = record(CASE_LAPSED, make_case(cast)).pk
    catch_up()
    assert (FigureMark.objects.get().seen, FigureMark.objects.get().newest) == (0, first)
    FigureMark.objects.update(newest_at=timezone.now() - figure_days.SETTLED)
    catch_up()
    assert (FigureMark.objects.get().seen, FigureMark.objects.get().newest) == (first, second)


def test_each_figure_of_packed_days_opens_to_as_many_cases_as_it_counts(cast):
    some_cases(cast, Random(8))
    catch_up()
    asked = Asked(START, TODAY)
    told = measure(cast.nahid, asked).whole
    counts = {"opened": told.opened, "first": told.first.count, "in_time": told.in_time, "repeated": told.repeated}
    counts |= {"late": told.first.count - told.in_time, "confirmed": told.confirmed, "lapsed": told.lapsed, "reopened": told.reopened}
    assert {name: cases_behind(cast.nahid, asked, name).count() for name in BEHIND if name in counts} == counts
    assert min(counts["opened"], counts["first"], counts["confirmed"]) > 0


def test_measuring_packed_days_takes_as_many_queries_for_many_as_for_few(cast):
    some_cases(cast, Random(9), 3)
    counts = []
    for more in (0, 30):
        some_cases(cast, Random(more), more)
        catch_up()
        measure(cast.admin, Asked(START, TODAY), by="person")
        with CaptureQueriesContext(connection) as queries:
            measure(cast.admin, Asked(START, TODAY), bounds=[MIDDLE[0]], by="person")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10

