"""What must not stand in a log: addresses that are a secret themselves (RELIABILITY J6). Django writes the path of what it refuses."""

import logging
import re
from typing import Final

# Below these paths the next part is a token: what providers tell us, customers' links, links of our own people.
TOKENS: Final = re.compile(r"(/(?:hooks|live/chat|p/[\w-]+|invitations?|mails)/)[^/\s?]+(?:/[^/\s?]+)?")


def without_tokens(text: str) -> str:
    """A line with its tokens left out."""
    return TOKENS.sub(r"\1…", text)


class HideTokens(logging.Filter):
    """Takes the tokens out of a record's words; lets every record through."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True."""
        if isinstance(record.args, tuple):
            record.args = tuple(without_tokens(one) if isinstance(one, str) else one for one in record.args)
        record.msg = without_tokens(record.msg) if isinstance(record.msg, str) else record.msg
        return True
