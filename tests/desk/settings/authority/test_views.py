"""What people may give without asking: the table, wrong amounts, two who change it at once, and who may not."""

import pytest

from sandali.company.models import Person
from sandali.history.models import Event
from sandali.resolution.models import Allowance, AuthorityRules
from sandali.resolution.remedies.allowances import limits_of
from tests.cast import person

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P19")]
PAGE = "/settings/authority/"
LIMIT = "۲٬۵۰۰٬۰۰۰"  # tomans, as the page shows amounts


def filled(client, **changed):
    """What the form would post, with some fields typed anew."""
    form = client.get(PAGE).context["form"]
    standing = {name: form[name].value() for name in form.fields}
    return {name: "" if value in (None, False) else value for name, value in standing.items()} | changed


def test_every_role_has_its_line_and_nobody_has_limits_of_their_own_yet(admin, cast):
    lines = admin.get(PAGE).context["form"].lines()
    roles = {row.role for row in Person.objects.all()}
    assert (len(lines) >= len(roles), [line.leave for line in lines if line.leave is not None]) == (True, [])


@pytest.mark.parametrize("people", [1, 3])
def test_people_with_limits_of_their_own_stand_in_lines_of_their_own(admin, cast, people):
    roles = len(admin.get(PAGE).context["form"].lines())
    for number in range(people):
        given = {"person": person(f"P{number}", "agent", cast.support).pk, "new-case": LIMIT, "new-month": ""}
        assert admin.post(PAGE, filled(admin, **given)).status_code == 303
    assert len(admin.get(PAGE).context["form"].lines()) == roles + people
    assert {(limits_of(one).per_case, limits_of(one).per_month) for one in Person.objects.filter(name__startswith="P", role="agent")} == {(25_000_000, None)}


def test_a_role_has_another_limit_from_now_on_and_it_is_written_down_who_said_so(admin, cast):
    assert admin.post(PAGE, filled(admin, **{"role-agent-case": "۳۰۰٬۰۰۰", "answer_within": "۴۵"})).status_code == 303
    assert (limits_of(cast.sara).per_case, AuthorityRules.objects.get().answer_within) == (3_000_000, 45)
    assert Event.objects.filter(kind="allowances_changed").values_list("by", flat=True).get() == cast.admin.pk


def test_who_follows_their_role_again_has_no_line_any_more(admin, cast):
    admin.post(PAGE, filled(admin, **{"person": cast.sara.pk, "new-case": LIMIT, "new-month": LIMIT}))
    admin.post(PAGE, filled(admin, **{f"person-{cast.sara.pk}-leave": "on"}))
    assert Allowance.objects.filter(person=cast.sara).count() == 0
    assert limits_of(cast.sara) == limits_of(cast.reza)


@pytest.mark.parametrize(("field", "typed"), [("role-agent-case", "خیلی"), ("role-agent-month", "-5"), ("answer_within", "1"), ("recurring", "1"), ("recurring_days", "۴۰۰")])
def test_what_is_no_amount_is_said_beside_it_and_nothing_is_kept(admin, cast, field, typed):
    answer = admin.post(PAGE, filled(admin, **{field: typed}))
    form = answer.context["form"]
    assert (answer.status_code, form[field].value(), list(form.errors)) == (422, typed, [field])
    assert (Allowance.objects.count(), AuthorityRules.objects.count()) == (0, 0)


def test_of_two_who_change_it_at_once_the_second_keeps_what_they_typed_and_may_save_again(admin, cast):
    mine = filled(admin, **{"role-agent-case": "۷۷۷٬۰۰۰"})
    admin.post(PAGE, filled(admin, **{"role-agent-case": "۱۰۰٬۰۰۰"}))
    answer = admin.post(PAGE, mine)
    assert (answer.status_code, "۷۷۷٬۰۰۰" in answer.content.decode(), limits_of(cast.sara).per_case) == (409, True, 1_000_000)
    assert admin.post(PAGE, mine | {"was": answer.context["form"]["was"].value()}).status_code == 303
    assert limits_of(cast.sara).per_case == 7_770_000


def test_it_is_the_administrators_alone(lead, agent, cast):
    assert [client.get(PAGE).status_code for client in (lead, agent)] == [403, 403]
    assert [client.post(PAGE, {}).status_code for client in (lead, agent)] == [403, 403]
