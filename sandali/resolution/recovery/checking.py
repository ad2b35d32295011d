"""What stands in an apology that is being written: what is missing, and how much of it was said to others. It advises, and never blocks."""

from __future__ import annotations

from typing import Final

from sandali.cases.models import Case
from sandali.resolution.models import ApologyBand, RecoveryStep, Step
from sandali.resolution.reading.likeness import bands, fingerprint
from sandali.resolution.reading.sorry import ApologyReading, reading_of_apology

MOST_ALIKE: Final = 12  # earlier letters that are laid beside
LATEST: Final = 8  # of the newest apologies, whatever their print: a copied paragraph in a long letter shares no piece


def earlier_letters(text: str, *, case: Case) -> list[str]:
    """Apologies to other customers that may hold what stands in this text: near-copies by their prints, and the newest."""
    pieces = bands(fingerprint(text))
    alike = ApologyBand.objects.filter(band__in=pieces).exclude(message__case=case) if pieces else ApologyBand.objects.none()
    near = dict(alike.order_by("-message_id").values_list("message_id", "message__text").distinct()[:MOST_ALIKE])
    newest = RecoveryStep.objects.filter(step=Step.APOLOGISE, message__isnull=False).exclude(case=case)
    near |= dict(newest.order_by("-pk").values_list("message_id", "message__text")[:LATEST])
    return list(near.values())


def check_apology(text: str, *, case: Case) -> ApologyReading:
    """What was found in the text, and how much of it stands in earlier apologies."""
    return reading_of_apology(text, earlier=earlier_letters(text, case=case))
