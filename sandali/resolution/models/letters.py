"""Prints of the letters that left, by which one that reads like many others is noticed."""

from typing import ClassVar

from django.db import models

from sandali.cases.models import Message


class LetterPrint(models.Model):
    """The print of an outgoing message (resolution/reading/likeness.py): 64 numbers of four bytes, the highest byte first."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, primary_key=True, related_name="+")
    print = models.BinaryField(max_length=256)  # empty for a text that is too short to be a letter


class LetterBand(models.Model):
    """One of the sixteen bands of a print. Near-copies share at least one."""

    letter = models.ForeignKey(LetterPrint, on_delete=models.CASCADE, related_name="bands")
    band = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["band", "letter"], name="letters_by_band")]
