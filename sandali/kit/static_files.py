"""Which of the static files are handed out: those that pages load, not what they are built from."""

from typing import Final

# For collectstatic. Sources of `kit/built/` (all but the service worker's part for push, which is loaded by itself), and scripts of
# allauth's own pages, which are ours here. Whoever serves a file holds some eight kilobytes of headers for it.
UNSERVED: Final = [
    "kit/css/*", "kit/img/*", "kit/js/*/*", "kit/js/[!s]*", "kit/js/s[!w]*", "kit/js/sw.js", "kit/chat/*", "kit/form/*", "kit/loaders/*", "account/*", "mfa/*",
]  # fmt: skip
