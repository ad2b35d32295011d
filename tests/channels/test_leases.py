"""What a dead process had in hand goes to the next one."""

from datetime import timedelta

from django.utils import timezone

from sandali.channels import leases
from sandali.channels.actions import claim_delivery, queue_delivery, store_arrival
from sandali.channels.adapter import Outgoing, Party
from sandali.channels.models import MailCursor
from sandali.channels.taking import claim_arrivals


def test_mailbox_arrivals_and_deliveries_can_be_taken_at_once(cast, own_folders):
    MailCursor.objects.create(channel=cast.channel, lease_owner="dead", lease_until=timezone.now() + timedelta(minutes=3))
    arrival, _made = store_arrival(cast.channel, b"From: mina@example.com\n\nhello", source="pipe")
    outgoing = Outgoing("m1@simorgh.example", Party("email", "mina@example.com"), "Sara", "s", "t", "", "fa")
    delivery, _made = queue_delivery(cast.channel, outgoing, dedupe_key="1", thread="case:1", by=cast.sara)
    assert ([one.pk for one in claim_arrivals(5)], claim_delivery(delivery.pk).attempts) == ([arrival.pk], 1)
    assert claim_arrivals(5) == []
    leases.let_go()
    assert list(MailCursor.objects.values_list("lease_owner", "lease_until")) == [("", None)]
    assert ([one.pk for one in claim_arrivals(5)], claim_delivery(delivery.pk).attempts) == ([arrival.pk], 2)
