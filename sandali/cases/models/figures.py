"""What figures are made of, put together day by day. A copy: truth is the waits, cases and events, and it may be thrown away."""

from typing import ClassVar

from django.db import models


class FigureDay(models.Model):
    """A day of the company's zone: what ended, was opened and came out on it, each packed as `cases/packing.py` says."""

    day = models.DateField(primary_key=True)
    waits = models.BinaryField(default=bytes)
    opened = models.BinaryField(default=bytes)
    outcomes = models.BinaryField(default=bytes)
    packed_at = models.DateTimeField(db_index=True)


class FigureMark(models.Model):
    """How far the days are packed: one row, number 1, without which there are none.

    What `seen` and every event before it did is in them. It is a while behind `newest`, the last event when somebody looked at
    `newest_at`: an event of a smaller number may be committed after one of a greater."""

    made_for = models.CharField(max_length=200)  # as packing.made_for() said: other days than these are of no use
    until = models.DateField()  # the days before it are packed
    seen = models.BigIntegerField()
    newest = models.BigIntegerField()
    newest_at = models.DateTimeField()
    busy_until = models.DateTimeField(null=True)  # somebody is packing

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(pk=1), name="only_one_figure_mark")]
