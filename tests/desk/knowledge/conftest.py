"""Browsers, a fact and an article for the tests of these pages."""

import pytest

from sandali.knowledge.actions import write_entry


@pytest.fixture
def sara(client, cast):
    """Sara's browser."""
    client.force_login(cast.sara)
    return client


@pytest.fixture
def fact(cast):
    """A fact with places, written by Sara."""
    return write_entry(by=cast.sara, kind="fact", title="شمارهٔ حساب", text="{{customer}}، پروندهٔ {{case}}: بانک ملت ۱۲۳", language="fa", keywords="شبا، واریز")


@pytest.fixture
def article(cast):
    """An article for everybody."""
    return write_entry(by=cast.sara, kind="article", title="تابهٔ چدنی", text="بار اول **چرب** کنید.\n\n1. بشویید", language="fa", is_public=True)


@pytest.fixture
def secret(cast):
    """A fact of the private department."""
    return write_entry(by=cast.omid, kind="fact", title="رمز گاوصندوق", text="۹۹", language="fa", department=cast.accounting)
