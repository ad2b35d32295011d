"""Who may enter what: every address × everybody × GET and POST, against tables written apart from the views (RELIABILITY H)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from sandali.cases.access import cases_for
from sandali.company.permissions import NOT_BY_READERS, RIGHT_NAMES, may
from tests.cast import person
from tests.desk.who import (
    ALLAUTH,
    PORTAL,
    SHADOWED,
    Address,
    address_of,
    all_addresses,
    declared,
    our_addresses,
    things,
)

ACTORS = ["anonymous", "sara", "reza", "nahid", "omid", "parvaneh", "admin", "gone", "reader"]
# A right that only makes sense on a case: these addresses also look at which case it is.
OF_A_CASE = ("case", "message_", "file")
LET_IN = {200, 204, 302, 303, 400, 409, 422}
# What a page that lets somebody in may answer besides, and why.
ALSO = {
    "customer_export_file": {404},  # nobody asked for one
    "case_macro_undoing": {404},  # nobody pressed one
    "record_file_preview": {404},  # the file is a text
    "case_acceptance": {404},  # nobody hands the case over
    "case_decline": {404},  # the same
    "case_handover_withdrawal": {404},  # the same
    "case_repeat_undoing": {404},  # somebody else counted it
    "case_remedy_reopening": {403},  # nobody answered it
    **{f"case_remedy_{act}": {403} for act in ("removal", "completion", "withholding")},  # Sara gave it
    "policy_proposal": {403},  # its owner's
    "live": {503},  # the test client speaks WSGI, where there is no stream
    "file_preview": {404},  # the file is a text
    "file_inline": {404},  # the token is none
    "message_body": {404},  # the message has no layout of its own
    "message_pictures": {404},  # the same
    "message_picture": {404},  # the token is none
    "message_raw": {404},  # it came without a mail
    "invitation": {404},  # the token is none
    "fewer_mails": {404},  # the token is none
    **{f"case_reminder{act}": {404} for act in ("", "_completion", "_removal", "_undoing")},  # it is Sara's
    "call_putting_away": {404},  # it rings at nobody's telephone
    "identity_call": {404},  # a mail address cannot be called
    "browser_removal": {404},  # it is Sara's
    "browser_trial": {404},  # the same
    **dict.fromkeys(("macro", "macro_removal"), {403, 404}),  # everybody's: for who may share with everybody; removed by who came first
    **{f"segment_{act}": {403, 404} for act in ("edit", "removal")},  # everybody's: for who may share with everybody; removed by who came first
    **{f"segment{act}": {404} for act in ("", "_count", "_exports", "_return")},  # removed by who came first; or not removed
    "saved_view": {403, 404},  # Sara's own
    "saved_view_filter": {403, 404},  # the same
    "saved_view_filter_undoing": {403, 404},  # the same, and nobody replaced one
    "saved_view_place": {403, 404},  # the same
    "saved_view_removal": {403, 404},  # the same
    "saved_view_undoing": {404},  # nobody removed a view
    **{f"case_signature{act}": {403} for act in ("", "_decline")},  # to be signed: Nahid is asked to sign, and nobody else
    **dict.fromkeys(("lesson", "lesson_improvements", "lesson_improvement", "lesson_improvement_end", "lesson_improvement_reopening"), {403, 404}),  # by whose the case is
    **{f"settings_import{act}": {404} for act in ("", "_plan", "_trial", "_start", "_order", "_order_back", "_stopping", "_undoing", "_removal", "_forgetting", "_rows", "_people", "_choices")},  # somebody else's
    "settings_archive_file": {404},  # not written yet
    "cause_telling": {403},  # for who answers nobody
    **dict.fromkeys(("report_record_kinds_undoing", "report_record_corrections_undoing", "customer_details_undoing"), {404}),  # nobody put anything right
    "bulk_undoing": {404},  # nobody changed many cases
    **dict.fromkeys(("report_export", "sale_export", "segment_export"), {404}),  # somebody else's (K7)
    "settings_channel_test": {404},  # a counter has no connection to try
    "settings_channel_example": {404},  # and no window
    "settings_channel_token": {404},  # and no program
    "settings_channel_earlier_token": {404},  # the same
    **{f"suggestion_{act}": {403} for act in ("wording", "withdrawal", "return")},  # it is Sara's
    "token_ending": {404},  # it is Sara's
    "settings_webhook_removal": {404},  # removed by who was asked before
    "setup": {404},  # set up already (I14)
    **{name: {404} for name in SHADOWED | {"account_signup_by_passkey"}},  # what allauth offers and we do not
}
METHODS = ("GET", "POST")
# Who tries a method that an address does not know: it is refused before anybody is looked at.
TRY_EVERY_METHOD = ("anonymous", "admin")
# What is posted where the right depends on it; nothing everywhere else.
BODIES = {"case_messages": "kind=note"}


@pytest.mark.reliability("H2")
def test_every_address_of_ours_declares_who_may_enter():
    undeclared = [f"{address.name} ({address.view.__module__}.{address.view.__qualname__})" for address in our_addresses() if address.policy is None]
    assert undeclared == []


@pytest.mark.reliability("H2")
def test_views_and_the_written_table_agree_on_methods_and_rights():
    shown = {address.name: dict.fromkeys(address.policy.methods, address.policy.right) for address in our_addresses() if address.policy}
    table = declared()
    differences = {name: (shown.get(name), table.get(name)) for name in shown.keys() | table.keys() if shown.get(name) != table.get(name)}
    assert differences == {}


def test_the_table_names_only_rights_that_exist():
    known = {*RIGHT_NAMES, "anybody", "signed in"}
    assert {right for line in declared().values() for right in line.values()} - known == set()


def test_each_page_that_is_not_ours_is_known_by_name():
    ours = {address.name for address in our_addresses()}
    others = {address.name for address in all_addresses()} - ours
    assert others == set(ALLAUTH) | PORTAL


def test_an_argument_without_an_object_is_a_clear_error(cast):
    made = things(cast)
    with pytest.raises(LookupError, match=r"no object for the argument 'planet' of the address 'space'"):
        made.words_for(Address("space", None, frozenset({"planet"})), made.near)


def expected(who: Any, address: Address, method: str, line: dict[str, str], case: Any) -> str:
    """What the tables say: "in", or the status that keeps out."""
    if method not in line:
        return "405"
    right = line[method]
    if right == "anybody":
        return "in"
    if who is None or not who.is_active:
        return "sign in"
    if right != "signed in" and not may(who, right):
        return "403"
    if address.words and address.name.startswith(OF_A_CASE) and not cases_for(who).filter(pk=case.pk).exists():
        return "404"
    if address.words and address.name.startswith(OF_A_CASE) and right == "regroup_cases" and who.role == "agent":
        return "403"  # agents regroup their own cases alone, and these belong to nobody
    # Who only reads in a department: the right is there in others, and not on this case.
    answers = address.name in ("case_acceptance", "case_decline")  # whoever is asked may answer, and here nobody is
    if address.words and address.name.startswith(OF_A_CASE) and right in NOT_BY_READERS and not answers and reads_only(who, case):
        return "403"
    return "in"


def reads_only(who: Any, case: Any) -> bool:
    """Whether somebody only reads in the department of a case."""
    return who.memberships.filter(department=case.department, reads_only=True).exists()


def observed(answer: Any, name: str) -> str:
    """The answer in the same words."""
    if answer.status_code == 302 and answer["Location"].startswith("/account/login/"):
        return "sign in"
    return "in" if answer.status_code in LET_IN | ALSO.get(name, set()) else str(answer.status_code)


@pytest.mark.django_db
@pytest.mark.reliability("H2", "H3")
@pytest.mark.parametrize("actor", ACTORS)
def test_nobody_comes_further_than_the_tables_say(cast, client, actor):
    gone = person("Gone", "admin", cast.support, is_active=False)
    reader = person("Raha", "agent", cast.support)
    reader.memberships.update(reads_only=True)
    who = {"anonymous": None, "gone": gone, "reader": reader}[actor] if not hasattr(cast, actor) else getattr(cast, actor)
    made, table, wrong, asked = things(cast), declared(), [], 0
    if who is not None:
        client.force_login(who)
    client.raise_request_exception = False
    client.get("/")  # notes the session and that somebody was seen: what is rolled back would be noted with every request
    for address in our_addresses():
        if address.name not in table:
            continue  # the test above names it
        cases = (made.near, made.far) if address.words and address.name.startswith(OF_A_CASE) else (made.near,)
        for case in cases:
            path = address_of(address, made.words_for(address, case))
            for method in METHODS if actor in TRY_EVERY_METHOD else sorted(table[address.name]):
                with transaction.atomic():
                    answer = client.generic(method, path, BODIES.get(address.name, ""), content_type="application/x-www-form-urlencoded")
                    transaction.set_rollback(True)
                asked += 1
                seen, wanted = observed(answer, address.name), expected(who, address, method, table[address.name], case)
                if seen != wanted and wanted != str(answer.status_code):
                    wrong.append(f"{actor} {method} {address.name} {'near' if case is made.near else 'far'}: {seen}, not {wanted}")
    addresses = sum(address.name in table for address in our_addresses())
    print(f"{actor}: {addresses} addresses, {asked} requests, {len(ACTORS)} actors in all")  # shown by -rP
    assert (wrong, asked >= (len(METHODS) if actor in TRY_EVERY_METHOD else 1) * addresses) == ([], True)


@pytest.mark.reliability("H2")
def test_who_may_only_note_cannot_answer_by_saying_so(cast, client):
    case = things(cast).near
    client.force_login(cast.parvaneh)
    answers = {kind: client.post(f"/cases/{case.pk}/messages/", {"kind": kind, "text": "!"}).status_code for kind in ("reply", "note")}
    assert answers == {"reply": 403, "note": 303}
