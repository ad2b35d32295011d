"""One of everything about customers that has an address of its own, for tests/desk/who.py."""

from __future__ import annotations

from sandali.customers.actions import add_identity, named_tag, remove_identity
from sandali.customers.fields.actions import define_field
from sandali.customers.filing import keep_file
from sandali.customers.models import Organisation, Tag
from sandali.customers.organising import (
    add_belonging,
    add_organisation,
    join_organisations,
    write_organisation_note,
)
from sandali.customers.segments.actions import save_segment
from sandali.customers.tags.actions import rename_tag
from sandali.kit import files
from tests.cast import Cast


def customer_things(cast: Cast) -> dict[str, int]:
    """Name → number, as `Things.numbers` has them."""
    field = define_field("customer", "text", "پلاک", by=cast.admin)
    asked = {"joined": "all", "of": [{"kind": "stage", "not": False, "values": {"stage": "contact"}}]}
    segment = save_segment("تازه‌ها", asked, by=cast.admin, for_everybody=True)
    organisation = Organisation.objects.order_by("pk").first() or add_organisation(by=cast.admin, name="آوین")
    organisation.tags.add(*Tag.objects.all())
    joining = join_organisations(add_organisation(by=cast.admin, name="آوین ۲"), organisation, by=cast.admin)
    belonging = add_belonging(cast.mina, organisation, by=cast.admin)
    removed = remove_identity(add_identity(cast.mina, kind="phone", value="09120000000", by=cast.admin), by=cast.admin)
    file = keep_file(cast.mina, name="!.txt", content_type="text/plain", size=1, sha256=files.put(b"!"), by=cast.admin)
    change = rename_tag(named_tag("باغ"), "گلستان", by=cast.admin)
    return {
        "settings_field": field.pk, "settings_tag_undoing": change.pk if change else 0, "settings_tag": change.tag if change else 0, "joining": joining.pk, "belonging": belonging.pk if belonging else 0, "belonging_main": cast.mina.pk,
        "belonging_removal": cast.mina.pk, "removal": removed.pk, "remark": write_organisation_note(organisation, "!", by=cast.admin).pk,
        "record_file": file.pk, "segment": segment.pk,
    }  # fmt: skip
