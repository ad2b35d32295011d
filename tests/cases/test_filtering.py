"""What may be asked of a list, and the cases that answer to it."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from sandali.cases import search
from sandali.cases.access import cases_for
from sandali.cases.filtering import Asked, narrowed, read_asked
from sandali.cases.models import Case, CaseRead, Draft, Follower, Kind, Mention, Message, State, Task
from sandali.cases.queries import in_box, shown, sorted_cases
from sandali.customers.actions import named_tag
from sandali.customers.models import Organisation
from tests.cast import make_case

NOW = timezone.now()


@pytest.mark.reliability("H7")
@pytest.mark.parametrize(
    "query, fields",
    [
        ("", ()),
        ("is=open&is=new", (("is", ("new", "open")),)),
        ("is=open&is=open&is=nonsense", (("is", ("open",)),)),
        ("kind=complaint&kind=none", (("kind", ("complaint", "none")),)),
        ("priority=4&priority=9&priority=۳", (("priority", ("4",)),)),
        ("person=me&person=nobody&person=7&person=0&person=-1", (("person", ("7", "me", "nobody")),)),
        ("department=۱۲&department=none", (("department", ("12", "none")),)),
        ("tag=007", (("tag", ("7",)),)),
        ("tag=none&near=unread&near=near&near=followed", (("near", ("followed", "unread")), ("tag", ("none",)))),
        ("opened_over=۳۰", (("opened_over", ("30",)),)),
        ("opened_over=0", ()),
        ("opened_over=99999", ()),
        ("opened_over=1.5", ()),
        ("waits=8761", ()),
        ("waits=24&waits=48", (("waits", ("24",)),)),
        ("overdue=yes", ()),
        ("overdue=1", (("overdue", ("1",)),)),
        ("words=%20%20سفارش%20%20نرسیده ", (("words", ("سفارش نرسیده",)),)),
        ("words=%00%20", ()),
        ("aside=spam", (("aside", ("spam",)),)),
        ("aside=x", ()),
        ("priority=4&is=open", (("is", ("open",)), ("priority", ("4",)))),
        # Nothing of the database's own language gets through.
        ("assignee__password__startswith=a&customer__name=x&_connector=OR&pk=1&is__in=open&is=open'--", ()),
        ("tag=1 OR 1=1&person=me'&department=1e3&channel=%D9%A1%C2%B2", ()),
        (f"tag={'9' * 30}", ()),
    ],
)
def test_a_query_string_is_read_by_an_allow_list(query, fields):
    assert read_asked(QueryDict(query)).fields == fields


def test_a_stored_view_is_read_like_a_query_string():
    stored = {"kind": ["complaint"], "waits": "24", "person": "me", "nonsense": {"a": 1}, "tag": [{"x": 1}, 3], "box": "all"}
    assert read_asked(stored).fields == (("kind", ("complaint",)), ("person", ("me",)), ("tag", ("3",)), ("waits", ("24",)))


def test_no_more_values_of_a_field_are_read_than_anybody_ticks():
    assert len(read_asked(QueryDict("&".join(f"tag={number}" for number in range(1, 500)))).many("tag")) == 20


def test_one_value_less():
    asked = read_asked(QueryDict("is=open&is=new&waits=3"))
    assert asked.without("is", "new").fields == (("is", ("open",)), ("waits", ("3",)))
    assert asked.without("waits", "3").without("is", "new").without("is", "open") == Asked()


def near_to_sara(cast, case):
    """Sara follows one case in three, is named in one in four, has a draft in one in five, has read one in two; Reza has all of it."""
    note = Message.objects.create(case=case, direction="note", text="@Sara", author=cast.nahid)
    Case.objects.filter(pk=case.pk).update(last_message_id=note.pk)
    for person, every in ((cast.sara, (3, 4, 5, 2)), (cast.reza, (1, 1, 1, 1))):
        follows, is_named, drafts, has_read = (case.pk % number == 0 for number in every)
        if follows:
            Follower.objects.create(case=case, person=person)
        if is_named:
            Mention.objects.create(message=note, person=person)
        if drafts:
            Draft.objects.create(case=case, person=person, text="نیمه‌کاره")
        CaseRead.objects.create(case=case, person=person, message_id=note.pk if has_read else note.pk - 1)


@pytest.fixture
def company(cast):
    """Sixty cases of every sort, the same in each run."""
    dice = random.Random(2711)
    cast.mina.organisation = Organisation.objects.create(name="آوین")
    cast.mina.save()
    tags = [named_tag(name) for name in ("فوری", "گران")]
    for number in range(60):
        state = dice.choice(State.values)
        case = make_case(
            cast,
            customer=dice.choice([cast.mina, cast.kaveh]),
            state=state,
            snoozed_until=NOW + timedelta(days=1) if state == "snoozed" else None,
            kind=dice.choice(["", *Kind.values]),
            priority=dice.randint(1, 4),
            department=dice.choice([cast.support, cast.support, cast.accounting, None]),
            assignee=dice.choice([cast.sara, cast.reza, None]),
            channel=dice.choice([cast.channel, cast.counter, None]),
            subject=dice.choice(["سفارش نرسیده", "کفش آبی", ""]),
            opened_at=NOW - timedelta(days=dice.randint(0, 60), minutes=7),
            last_message_at=NOW - timedelta(days=dice.randint(0, 20), minutes=7),
            waiting_since=dice.choice([None, NOW - timedelta(hours=dice.randint(0, 90), minutes=7)]),
            **({"aside": "spam"} if number % 10 == 9 else {}),
        )
        search.index_case(case)
        near_to_sara(cast, case)
        for tag in dice.sample(tags, dice.randint(0, 2)):
            case.tags.add(tag)
        if dice.random() < 0.4:
            Task.objects.create(
                case=case, title="!", department=cast.support, by=cast.reza, state=dice.choice(["open", "done"]),
                due_at=NOW + timedelta(hours=dice.choice([-5, 5])),
            )  # fmt: skip
    return cast


def age(moment, unit):
    return (NOW - moment) / unit


DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# A query → the same in plain Python, of a case, its tags' names, its tasks.
PLAIN = {
    "is=new&is=waiting": lambda case, tags, tasks: case.state in ("new", "waiting"),
    "is=answered&is=confirmed&is=lapsed": lambda case, tags, tasks: case.state in ("answered", "confirmed", "lapsed"),
    "is=open&is=confirmed": lambda case, tags, tasks: case.state in ("open", "confirmed"),
    "kind=complaint&kind=none": lambda case, tags, tasks: case.kind in ("complaint", ""),
    "priority=1&priority=4": lambda case, tags, tasks: case.priority in (1, 4),
    "department={support}": lambda case, tags, tasks: case.department_id is not None and not case.department.is_private,
    "department=none": lambda case, tags, tasks: case.department_id is None,
    "person=me": lambda case, tags, tasks: case.assignee_id is not None and case.assignee.name == "Sara",
    "person=nobody&person={reza}": lambda case, tags, tasks: case.assignee_id is None or case.assignee.name == "Reza",
    "channel={channel}": lambda case, tags, tasks: case.channel_id is not None and case.channel.kind == "email",
    "channel=none&channel={counter}": lambda case, tags, tasks: case.channel_id is None or case.channel.kind == "counter",
    "tag={tag}": lambda case, tags, tasks: "فوری" in tags,
    "tag=none": lambda case, tags, tasks: not tags,
    "tag=none&tag={tag}": lambda case, tags, tasks: not tags or "فوری" in tags,
    "near=followed": lambda case, tags, tasks: case.pk % 3 == 0,
    "near=named&near=drafted": lambda case, tags, tasks: case.pk % 4 == 0 or case.pk % 5 == 0,
    "near=unread": lambda case, tags, tasks: case.pk % 2 == 1,
    "organisation={organisation}": lambda case, tags, tasks: case.customer.organisation_id is not None,
    "opened_over=20": lambda case, tags, tasks: age(case.opened_at, DAY) > 20,
    "opened_under=20": lambda case, tags, tasks: age(case.opened_at, DAY) <= 20,
    "quiet_over=7": lambda case, tags, tasks: age(case.last_message_at, DAY) > 7,
    "quiet_under=7": lambda case, tags, tasks: age(case.last_message_at, DAY) <= 7,
    "waits=30": lambda case, tags, tasks: case.waiting_since is not None and age(case.waiting_since, HOUR) > 30,
    "overdue=1": lambda case, tags, tasks: any(task.state == "open" and task.due_at < NOW for task in tasks),
    "words=کفش": lambda case, tags, tasks: case.subject == "کفش آبی",
    "words=پیام": lambda case, tags, tasks: False,  # said, but never indexed by make_case
}
PAIRS = [(first, second) for place, first in enumerate(PLAIN) for second in list(PLAIN)[place::5]]


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["sara", "omid", "nahid", "admin"])
def test_a_filtered_list_is_what_plain_python_finds_alone_and_together(company, who):
    person = getattr(company, who)
    ids = {
        "support": company.support.pk, "reza": company.reza.pk, "channel": company.channel.pk, "counter": company.counter.pk,
        "tag": named_tag("فوری").pk, "organisation": company.mina.organisation_id,
    }  # fmt: skip
    facts = [
        (case, {tag.name for tag in case.tags.all()}, list(Task.objects.filter(case=case)))
        for case in cases_for(person).select_related("department", "assignee", "channel", "customer")
    ]
    found, expected = {}, {}
    for pair in [(one,) for one in PLAIN] + PAIRS:
        asked = read_asked(QueryDict("&".join(dict.fromkeys(pair)).format(**ids)))
        cases = narrowed(in_box(person, "all"), asked, person=company.sara, now=NOW)
        found[pair] = sorted(cases.values_list("pk", flat=True))
        fields = [one.split("=")[0] for one in dict.fromkeys(pair)]
        if len(set(fields)) == len(fields):
            expected[pair] = sorted(case.pk for case, tags, tasks in facts if case.aside == "" and all(PLAIN[one](case, tags, tasks) for one in pair))
        else:
            del found[pair]  # two values of one field are "or"
    assert found == expected
    assert sum(len(numbers) > 0 for numbers in found.values()) > len(found) / 3


@pytest.mark.django_db
def test_words_find_what_was_said_and_never_show_what_may_not_be_seen(company):
    secret = make_case(company, department=company.accounting)
    message = secret.messages.get()
    message.text = "رازی از حسابداری"
    message.save()
    search.index_message(message)
    asked = read_asked(QueryDict("words=حسابداری"))
    numbers = {
        who: list(narrowed(in_box(getattr(company, who), "all"), asked, person=company.sara).values_list("pk", flat=True)) for who in ("sara", "omid")
    }
    assert numbers == {"sara": [], "omid": [secret.pk]}


@pytest.mark.django_db
def test_what_stands_aside_is_in_no_box_and_listed_when_asked_for(cast):
    seen, spam = make_case(cast, assignee=cast.sara), make_case(cast, assignee=cast.sara, aside="spam")
    merged = make_case(cast, aside="merged", merged_into=seen)
    boxes = {box: sorted(in_box(cast.sara, box).values_list("pk", flat=True)) for box in ("mine", "unassigned", "department", "all")}
    assert boxes == {"mine": [seen.pk], "unassigned": [], "department": [seen.pk], "all": [seen.pk]}
    aside = {what: list(in_box(cast.sara, "all", aside=what).values_list("pk", flat=True)) for what in ("spam", "merged")}
    assert aside == {"spam": [spam.pk], "merged": [merged.pk]}
    assert shown(Case.objects.filter(pk=seen.pk), "every").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["sara", "nahid", "admin"])
@pytest.mark.parametrize("query, what", [("", "done"), ("is=answered&is=confirmed", "every"), ("is=waiting&is=lapsed", "every")])
def test_a_page_of_what_rests_walks_down_the_list_and_sorts_nothing(cast, who, query, what):
    if connection.vendor != "sqlite":
        pytest.skip("the plan of another database")
    person = getattr(cast, who)
    listed = narrowed(shown(in_box(person, "all"), what), read_asked(QueryDict(query)), person=person)
    assert "TEMP B-TREE FOR ORDER BY" not in sorted_cases(listed, sort="latest")[:31].explain()
