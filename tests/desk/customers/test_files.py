"""Files that stand with customers and organisations, and their addresses' ways back."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sandali.company.models import Person
from sandali.customers.actions import recognise
from sandali.customers.erasing import begin_erasing, erase
from sandali.customers.merging import merge_customers, unmerge_customers
from sandali.customers.models import CustomerFile, Identity
from sandali.customers.organising import add_organisation
from sandali.history.models import Event
from sandali.kit.files import exists


@pytest.fixture
def sara(client, cast, settings, tmp_path):
    """Sara's browser, and a store of its own."""
    settings.FILES = tmp_path
    client.force_login(cast.sara)
    return client


def keep(browser, subject, name: str = "قرارداد.pdf", content: bytes = b"%PDF-1.7", address: str = "customer_files") -> int:
    """Upload a file; returns the answer's code."""
    return browser.post(reverse(address, args=[subject.pk]), {"files": SimpleUploadedFile(name, content, "text/html")}).status_code


@pytest.mark.reliability("E4", "K7")
def test_a_file_is_kept_handed_out_as_a_download_removed_and_brought_back(sara, cast):
    assert keep(sara, cast.mina, name="../../<b>قرارداد.html") == 303
    file = CustomerFile.objects.get()
    answer = sara.get(reverse("record_file", args=[file.pk]))
    assert (file.name, answer["Content-Type"], answer["Content-Disposition"].split(";")[0], b"".join(answer)) == (
        "_b_قرارداد.html", "application/octet-stream", "attachment", b"%PDF-1.7",
    )  # fmt: skip
    sara.post(reverse("record_file_removal", args=[file.pk]))
    assert sara.get(reverse("record_file", args=[file.pk])).status_code == 404
    sara.post(reverse("record_file_return", args=[file.pk]))
    assert (sara.get(reverse("record_file", args=[file.pk])).status_code, file.name in sara.get(reverse("customer", args=[cast.mina.pk])).content.decode()) == (200, True)


def test_the_same_file_is_kept_once_and_too_large_ones_not_at_all(sara, cast, settings):
    keep(sara, cast.mina)
    keep(sara, cast.mina)
    settings.MAX_UPLOAD = 4
    assert (keep(sara, cast.mina, content=b"12345"), sara.post(reverse("customer_files", args=[cast.mina.pk])).status_code, CustomerFile.objects.count()) == (303, 303, 1)


def test_an_organisation_has_its_own(sara, cast):
    novin = add_organisation(by=cast.sara, name="نوین")
    assert keep(sara, novin, address="organisation_files") == 303
    assert (CustomerFile.objects.get().organisation, "قرارداد.pdf" in sara.get(reverse("organisation", args=[novin.pk])).content.decode()) == (novin, True)


@pytest.mark.reliability("H2")
def test_who_looks_and_does_not_touch_reads_files_and_keeps_none(client, cast, sara):
    keep(sara, cast.mina)
    client.force_login(cast.parvaneh)
    codes = [client.get(reverse("record_file", args=[CustomerFile.objects.get().pk])).status_code, keep(client, cast.mina, name="b.txt")]
    Person.objects.filter(pk=cast.parvaneh.pk).update(is_active=False)
    assert (codes, client.get(reverse("record_file", args=[CustomerFile.objects.get().pk])).status_code) == ([200, 403], 302)


@pytest.mark.practice("P03")
def test_files_go_along_when_two_records_are_put_together_and_come_back(sara, cast):
    twin = recognise("phone", "+989121234567", name="مینا")
    keep(sara, twin)
    made = merge_customers(twin, cast.mina, by=cast.nahid)
    assert CustomerFile.objects.get().customer == cast.mina
    unmerge_customers(made, by=cast.nahid)
    assert CustomerFile.objects.get().customer == twin


@pytest.mark.practice("P03")
def test_the_files_of_an_erased_person_go_with_their_bytes_but_for_those_of_others(sara, cast):
    keep(sara, cast.mina, content=b"hers alone")
    keep(sara, cast.mina, content=b"of both", name="b.txt")
    keep(sara, cast.kaveh, content=b"of both", name="b.txt")
    hers, both = (CustomerFile.objects.get(customer=cast.mina, name=name).sha256 for name in ("قرارداد.pdf", "b.txt"))
    begin_erasing(cast.mina, by=cast.admin)
    erase(cast.mina.pk)
    assert (exists(hers), exists(both), CustomerFile.objects.get().customer) == (False, True, cast.kaveh)


@pytest.mark.reliability("I10")
def test_an_address_that_is_somebody_elses_leads_to_a_look_at_both_for_who_may_merge(client, cast, sara):
    url, compare = reverse("customer_identities", args=[cast.kaveh.pk]), f"{reverse('customer_merging', args=[cast.kaveh.pk])}?with={cast.mina.pk}"
    seen = []
    for person in (cast.sara, cast.nahid):
        client.force_login(person)
        answer = client.post(url, {"address": "mina@example.com"})
        seen.append((answer.status_code, compare in answer.content.decode()))
    assert (seen, Identity.objects.get(value="mina@example.com").customer) == ([(422, False), (422, True)], cast.mina)


def test_a_removed_address_comes_back_by_its_own_way(sara, cast):
    identity = cast.mina.identities.get()
    sara.post(reverse("identity_proof", args=[cast.mina.pk, identity.pk]))
    sara.post(reverse("identity_main", args=[cast.mina.pk, identity.pk]))
    sara.post(reverse("identity_removal", args=[cast.mina.pk, identity.pk]))
    undo = reverse("identity_return", args=[cast.mina.pk, Event.objects.filter(kind="identity_removed").latest("pk").pk])
    assert cast.mina.identities.count() == 0
    sara.post(undo)
    assert [(one.value, one.proof) for one in cast.mina.identities.all()] == [("mina@example.com", "said")]
