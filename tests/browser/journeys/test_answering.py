"""A customer writes, is answered by real mail, and writes again; a note stays in the house, and a sent answer can be taken back."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.at_the_desk import open_case, wait_for_mail, write
from tests.browser.mails import SUPPORT, letter, read, to
from tests.browser.running import UNDO_SECONDS

WORDS = {
    "desk": {"answer": "سلام، سفارش شما **فردا** می‌رسد.", "name": "آرش نوری", "subject": "سفارش من کجاست؟", "text": "سلام، خبری نشد."},
    "english": {"answer": "Hello, your order comes **tomorrow**.", "name": "Ann Field", "subject": "Where is my order?", "text": "Hello, no news."},
}


@pytest.mark.parametrize(("who", "direction"), [("desk", "rtl"), ("english", "ltr")])
def test_an_answer_leaves_as_real_mail_and_the_customers_answer_reopens_the_same_case(house, enter, who, direction):
    words, address = WORDS[who], f"arrives-{who}@customer.example"
    somebody = enter(who)
    page = open_case(house, somebody, name=words["name"], address=address, subject=words["subject"], text=words["text"])
    somebody.look()
    case = somebody.path
    write(page, "reply", words["answer"])
    page.keyboard.press("Control+Enter")
    ours = page.locator("#case-thread .message.agent")
    expect(ours).to_have_count(1)
    expect(page.locator("#case-text")).to_have_value("")
    mail = wait_for_mail(house, address)[0]
    expect(ours.locator(".bubble-by svg[aria-label], .bubble-by .icon[role=img]").last).to_be_visible()
    expect(ours).not_to_contain_text("پس گرفتن" if who == "desk" else "Take back")
    somebody.look()

    number = case.rstrip("/").rpartition("/")[2]
    assert [str(part.addr_spec) for part in mail["From"].addresses] == [SUPPORT]
    assert [str(part.addr_spec) for part in mail["To"].addresses] == [address]
    assert words["subject"] in mail["Subject"] and mail["Message-ID"] and mail["References"] == mail["In-Reply-To"]
    html = mail.get_body(("html",)).get_content()
    assert re.search(r'dir="?(\w+)', html)[1] == direction
    assert "<strong>" in html and "**" not in html

    page.goto(f"{somebody.base}{case}")
    house.server.deliver("support", letter(f"{words['name']} <{address}>", f"Re: {words['subject']}", "۱۲۳ OK", answers=mail))
    expect(page.locator("#case-thread .message.customer")).to_have_count(2)
    assert page.locator("#case-rows .list-row", has_text=words["subject"]).count() <= 1
    assert number == somebody.path.rstrip("/").rpartition("/")[2]


def test_an_answer_taken_back_in_time_never_leaves_and_stands_in_the_form_again(house, enter):
    address, text = "takenback@customer.example", "این پاسخ نباید برود."
    sara = enter("desk")
    page = open_case(house, sara, name="بهار شادی", address=address, subject="پس گرفتن", text="سلام")
    write(page, "reply", text)
    page.keyboard.press("Control+Enter")
    page.locator("#case-thread .message.agent").get_by_role("button", name="پس گرفتن").click()
    expect(page.locator("#case-text")).to_have_value(text)
    expect(page.locator("#case-thread .message.agent")).to_have_count(0)
    time.sleep(UNDO_SECONDS + 1)
    assert to(house.smtp.taken, address) == []
    page.reload()
    expect(page.locator("#case-text")).to_have_value(text)


@pytest.mark.parametrize(("who", "says"), [("desk", "فقط همکاران این را می‌خوانند"), ("english", "Only colleagues read this")])
def test_an_internal_note_looks_like_nothing_else_and_never_leaves(house, enter, who, says):
    address = f"noted-{who}@customer.example"
    somebody = enter(who)
    page = open_case(house, somebody, name="Noted", address=address, subject=f"A note {who}", text="سلام")
    before = page.locator("form.composer").evaluate("(form) => getComputedStyle(form).backgroundColor")
    write(page, "note", "این مشتری را می‌شناسم.")
    expect(page.locator(".note-says")).to_be_visible()
    expect(page.locator(".note-says")).to_have_text(says)
    during = page.locator("form.composer").evaluate("(form) => getComputedStyle(form).backgroundColor")
    assert during != before
    expect(page.locator(".composer .only-reply").filter(visible=True)).to_have_count(0)
    somebody.look()
    page.keyboard.press("Control+Enter")
    note = page.locator("#case-thread .message.note")
    expect(note).to_have_count(1)
    expect(note.locator(".bubble-by b")).to_contain_text("یادداشت داخلی" if who == "desk" else "Internal note")
    somebody.look()
    time.sleep(UNDO_SECONDS + 1)
    assert to(house.smtp.taken, address) == []


def test_files_and_copies_of_a_draft_are_there_in_another_browser_and_leave_once(house, enter, tmp_path):
    address, file = "draft-files@customer.example", tmp_path / "رسید.txt"
    file.write_text("۱۲۳")
    sara = enter("desk")
    page = open_case(house, sara, name="نسرین پارسا", address=address, subject="رسید پرداخت", text="رسید را بفرستید.")
    page.locator("s-composer input[type=file]").set_input_files(file)
    expect(page.locator("[data-kept] .file-name")).to_have_text(["رسید.txt"])
    expect(page.locator("[data-files] .file-tile")).to_have_count(0)
    page.locator("[popovertarget=menu-copies]").click()
    page.locator("[name=bcc]").fill("archive@elsewhere.example")
    with page.expect_response("**/draft/"):
        page.keyboard.press("Escape")
        write(page, "reply", "پیوست است.")
    expect(page.locator("#case-composer [data-state]")).to_have_text("پیش‌نویس ذخیره شد")
    other = enter("desk")
    other.page.goto(f"{other.base}{sara.path}")
    expect(other.page.locator("#case-text")).to_have_value("پیوست است.")
    expect(other.page.locator("[name=bcc]")).to_have_value("archive@elsewhere.example")
    expect(other.page.locator("[data-kept] .file-name")).to_have_text(["رسید.txt"])
    other.page.keyboard.press("Escape")
    other.page.locator("#case-text").press("Control+Enter")
    hidden = [address, "archive@elsewhere.example"]
    expect(other.page.locator("#case-thread .message.agent").get_by_label("تحویل شد")).to_have_count(1, timeout=60_000)
    [mail] = [read(taken.content) for taken in list(house.smtp.taken) if taken.recipients == hidden]
    assert ([part.get_filename() for part in mail.iter_attachments()], mail["Bcc"], "elsewhere" in str(mail)) == (["رسید.txt"], None, False)
    other.page.reload()
    expect(other.page.locator("[data-kept] .file-name")).to_have_count(0)
    expect(other.page.locator("#case-text")).to_have_value("")


def test_a_supplier_is_asked_by_mail_and_answers_beside_the_conversation(house, enter):
    address, supplier = "asks-parts@customer.example", "parts@supplier.example"
    sara = enter("desk")
    page = open_case(house, sara, name="هومن راد", address=address, subject="قطعهٔ یدکی", text="قطعه کی می‌رسد؟")
    theirs = page.locator("#case-thread .message.customer").first
    theirs.hover()
    theirs.get_by_role("link", name="فرستادن این پیام برای دیگری").click()
    page.locator("[name=to]").fill(supplier)
    page.locator("[name=text]").fill("سلام، این قطعه را کی می‌فرستید؟")
    sara.look()
    page.get_by_role("button", name="فرستادن").click()
    asked = page.locator("#case-thread .message.agent.beside")
    expect(asked).to_contain_text(supplier)
    mail = wait_for_mail(house, supplier)[0]
    assert ("قطعه کی می‌رسد؟" in mail.get_body(("plain",)).get_content(), address in str(mail)) == (True, False)
    house.server.deliver("support", letter(f"انبار <{supplier}>", f"Re: {mail['Subject']}", "شنبه می‌رسد.", answers=mail))
    answered = page.locator("#case-thread .message.customer.beside")
    expect(answered).to_contain_text("شنبه می‌رسد.")
    expect(page.locator("#case-thread .message.customer:not(.beside)")).to_have_count(1)
    sara.look()
    assert to(house.smtp.taken, address) == []
