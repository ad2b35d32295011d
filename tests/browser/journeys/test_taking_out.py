"""Everything is taken out as one file: asked for with the password, written, fetched, and deleted again."""

from __future__ import annotations

from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from tests.cast import PASSWORD


@pytest.mark.practice("P03")
@pytest.mark.reliability("K7")
def test_an_archive_is_asked_for_with_the_password_written_fetched_and_deleted(enter):
    somebody = enter("admin")
    page = somebody.open("/settings/archives/")
    page.get_by_role("button", name="نوشتن بایگانی").click()
    page.wait_for_url("**/reauthenticate/**")
    somebody.look()
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="تأیید").click()
    page.wait_for_url("**/settings/archives/")
    archive = page.locator("#archive-state .settings-row")
    download = archive.get_by_role("link", name="دریافت")
    expect(download).to_be_visible()
    somebody.look()

    with page.expect_download() as coming:
        download.click()
    file = coming.value.path()
    with ZipFile(file) as packed:
        first = {"manifest.json", "README.fa.txt", "README.en.txt"}
        assert (packed.testzip(), first - set(packed.namelist())) == (None, set())
    archive.get_by_role("button", name="حذف").click()
    expect(page.locator("#archive-state .empty")).to_be_visible()
    somebody.look()
