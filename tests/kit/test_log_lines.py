"""Tokens in addresses stand in no log."""

import logging

from sandali.kit.log_lines import HideTokens, without_tokens


def test_what_follows_a_door_for_tokens_is_left_out():
    lines = ["Not Found: /hooks/0123abcd/", "/hooks/0123/4567/", "/p/confirmation/12-34-abcd/", "/cases/12/", "/hooks/"]
    assert [without_tokens(line) for line in lines] == ["Not Found: /hooks/…/", "/hooks/…/", "/p/confirmation/…/", "/cases/12/", "/hooks/"]


def test_a_record_keeps_its_other_words(caplog):
    log = logging.getLogger("sandali.test-of-tokens")
    log.addFilter(HideTokens())
    log.warning("%s: %s %d", "Not Found", "/hooks/0123abcd/", 404)
    log.warning("plain /hooks/0123abcd/")
    assert [record.getMessage() for record in caplog.records] == ["Not Found: /hooks/…/ 404", "plain /hooks/…/"]
