"""A table of customers is brought in by hand: chosen, understood, tried, brought in, mended, and taken out again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

# As a Windows of years ago writes it: windows-1256 knows the Arabic ye alone, and no Persian digits.
TABLE = "نام,موبايل,ايميل\nشاپرک دريابيگي,0912 777 44 11,shaparak@customer.example\nاردوان نيک‌سرشت,09127774412,\nبي‌نشان,12,\n"


@pytest.mark.practice("P03")
def test_a_table_comes_in_says_what_it_could_not_take_and_goes_out_again(enter, tmp_path):
    file = tmp_path / "مشتریان.csv"
    file.write_text(TABLE, encoding="cp1256", errors="strict")
    somebody = enter("granter")
    page = somebody.open("/settings/imports/")
    page.locator("main [type=file]").set_input_files(file)
    page.locator("main .form-actions button.primary").click()
    page.wait_for_url("**/settings/imports/*/")
    somebody.look()
    preview = page.locator("#preview")
    expect(preview).to_contain_text("شاپرک دریابیگی")
    expect(preview).to_contain_text("shaparak@customer.example")

    page.get_by_role("button", name="آزمایش همهٔ ردیف‌ها").click()
    page.get_by_role("button", name="وارد شوند").click()
    undo = page.get_by_role("button", name="برگرداندن همهٔ این ورود")
    expect(undo).to_be_visible()
    somebody.look()
    with page.expect_download() as coming:
        page.get_by_role("link", name="ردیف‌های نیازمند اصلاح").click()
    assert "نشان,12,,موبايل: این شمارهٔ تلفن را نمی‌شناسیم." in coming.value.path().read_text(encoding="utf-8-sig")

    page.goto(f"{somebody.base}/customers/?q=دریابیگی")
    expect(page.locator("main")).to_contain_text("۰۹۱۲ ۷۷۷ ۴۴۱۱")
    page.go_back()
    undo.click()
    expect(page.locator("#import-state")).to_contain_text("برگردانده‌شده")
    page.goto(f"{somebody.base}/customers/?q=دریابیگی")
    expect(page.locator("main")).not_to_contain_text("شاپرک")
