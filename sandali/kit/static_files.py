"""Which of the static files are handed out: those that pages load, not what they are built from."""

from django.contrib.staticfiles.apps import StaticFilesConfig

# Sources of `kit/built/` (all but the service worker's part for push, which is loaded by itself), and scripts of allauth's own pages,
# which are ours here. Whoever serves them holds some eight kilobytes of headers for each.
UNSERVED = ["kit/css/*", "kit/chat/*", "kit/img/*", "kit/js/*/*", "kit/js/[!s]*", "kit/js/s[!w]*", "kit/js/sw.js", "account/*", "mfa/*"]


class ServedFiles(StaticFilesConfig):
    """django.contrib.staticfiles, which leaves out what no page asks for."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, *UNSERVED]
