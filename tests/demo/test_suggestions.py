"""The suggestions and the public matters of the demo, in both languages."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db import transaction

from sandali.demo.build import fill
from sandali.resolution.models import Audience, PriorityRise, PublicMatter, PublicPlan
from sandali.team.models import Suggestion, Voice


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.django_db
def test_something_stands_at_every_stage(language):
    with transaction.atomic():
        fill(language, seed=1405, password="a demo password 1", now=datetime(2026, 11, 21, 12, 30, tzinfo=UTC), customers=44, cases=120)
    assert Counter(Suggestion.objects.values_list("state", flat=True)) == {"waiting": 3, "taken_up": 1, "done": 2, "declined": 1}
    assert Suggestion.objects.filter(case__isnull=False).count() == 1
    stages = [(answered is not None, thanked is not None) for answered, thanked in PublicMatter.objects.order_by("pk").values_list("answered_at", "thanked_at")]
    assert Counter(stages) == {(False, False): 2, (True, False): 1, (True, True): 1}
    assert (PublicPlan.objects.count(), Audience.objects.count(), Voice.objects.count()) == (3, 1, 4)
    assert PriorityRise.objects.count() > 0
