"""Every table is in an archive, or somebody said why not."""

from __future__ import annotations

import re

from django.apps import apps

from sandali.transfer.archive.schema import differences, mark_of, schema_now
from sandali.transfer.archive.tables import (
    EMPTIED,
    FILES,
    HARMLESS,
    LEFT_OUT,
    PAUSED,
    carried,
    columns_of,
    label_of,
    leads_to,
    undeclared,
)

SOUNDS_SECRET = re.compile(r"secret|token|password|digest|hash|key|sha256|(?<!bar)code|nonce|mark|endpoint|session")


def test_a_table_that_nobody_thought_about_is_named():
    """A new model belongs into CARRIED or, with its reason, into LEFT_OUT of transfer/archive/tables.py."""
    assert undeclared(apps.get_models(include_auto_created=True)) == []


def test_what_the_lists_name_exists_and_stands_in_one_of_them():
    labels = [label_of(model) for model in carried()]
    assert sorted({*labels} & {*LEFT_OUT}) == []
    assert len(labels) == len(set(labels))
    for label in [*LEFT_OUT, *FILES, *PAUSED]:
        apps.get_model(label)
    for place in [*EMPTIED, *HARMLESS]:
        label, _dot, column = place.rpartition(".")
        assert column in [one.attname for one in apps.get_model(label)._meta.concrete_fields], place


def test_a_column_that_sounds_like_a_secret_is_emptied_or_known_as_harmless():
    """A new column of such a name belongs into EMPTIED, unless it opens nothing."""
    sounding = {f"{label_of(model)}.{one.attname}" for model in carried() for one in columns_of(model) if SOUNDS_SECRET.search(one.attname)}
    assert sorted(sounding - HARMLESS) == []
    assert sorted(HARMLESS - sounding) == []


def test_a_table_comes_after_those_that_it_leads_to():
    models = carried()
    wrong = [label_of(model) for place, model in enumerate(models) if leads_to(model, set(models[place + 1 :]))]
    assert wrong == []


def test_the_mark_is_the_same_for_the_same_columns_and_another_for_one_more():
    now = schema_now()
    reordered = {label: dict(reversed(columns.items())) for label, columns in reversed(now.items())}
    more = {**now, "cases.Case": {**now["cases.Case"], "colour": "CharField"}}
    assert (mark_of(reordered) == mark_of(now), mark_of(more) == mark_of(now)) == (True, False)
    assert (differences(now), differences(more)) == (([], []), (["cases.Case.colour (CharField)"], []))
