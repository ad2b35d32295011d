"""What a promise's time does, in a process of its own: it was due an hour ago, and the clock is looked at.

    python -m tests.browser.time_passes <case>"""

import os
import sys
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sandali.settings")

import django

django.setup()

from django.utils import timezone  # noqa: E402 - Django is set up first

from sandali.resolution.models import Promise, Promised  # noqa: E402
from sandali.resolution.promises.clock import follow_due  # noqa: E402

if __name__ == "__main__":
    over = timezone.now() - timedelta(hours=1)
    due = Promise.objects.filter(case=int(sys.argv[1]), state=Promised.OPEN)
    due.update(due_at=over, next_at=over)
    print(follow_due())
