"""Described requests: places are filled as the place needs it, in one pass, and nothing else happens."""

import json

import pytest

from sandali.channels.sms.filling import CannotFill, address, body, found_at, headers

VALUES = {"to": "09123456789", "text": 'سلام "x" & {key} {{7*7}}', "from": "10004346", "id": "77", "key": "s3cret/?&"}


def test_an_address_has_nothing_added_to_it():
    assert address("https://a.example/{key}/send?to={to}&text={text}", VALUES) == (
        "https://a.example/s3cret%2F%3F%26/send?to=09123456789&text=%D8%B3%D9%84%D8%A7%D9%85%20%22x%22%20%26%20%7Bkey%7D%20%7B%7B7%2A7%7D%7D"
    )


def test_json_stays_json_and_numbers_are_asked_for():
    content, kind = body('{"to": ["{to}"], "m": {"text": "{text}", "line": "{from:number}", "n": 5, "f": false}}', VALUES)
    assert (kind, json.loads(content)) == ("application/json", {"to": ["09123456789"], "m": {"text": VALUES["text"], "line": 10004346, "n": 5, "f": False}})


def test_a_form_has_the_fields_that_were_described_and_no_more():
    assert body("to={to}&text={text}&key={key}", {**VALUES, "text": "a&to=0900"}) == (
        b"to=09123456789&text=a%26to%3D0900&key=s3cret%2F%3F%26", "application/x-www-form-urlencoded",
    )  # fmt: skip
    assert body(" ", VALUES) == (b"", "")


def test_headers_are_lines_without_a_break_in_them():
    assert headers("Authorization: Bearer {key}\n\nX-Id: {id}", VALUES) == {"Authorization": "Bearer s3cret/?&", "X-Id": "77"}
    for wrong in ("nothing", "X A: 1", "X: سلام"):
        with pytest.raises(CannotFill):
            headers(wrong, VALUES)
    with pytest.raises(CannotFill):
        headers("X: {id}", {"id": "1\r\nEvil: 2"})


def test_a_path_leads_into_an_answer_or_nowhere():
    said = {"data": [{"id": 5, "0": "zero"}], "ok": True}
    assert [found_at(said, path) for path in ("data.0.id", "data.0.0", "data.1.id", "data.x", "ok.deep", "ok", "__class__", "")] == [
        5, "zero", None, None, None, True, None, said,
    ]  # fmt: skip
