"""What went along with a merged case, as it stood before."""

from django.db import models

from sandali.cases.models import Regrouping


class Carried(models.Model):
    """The rows of this room that a merge changed (a journal as cases/actions/journal.py keeps it). Undoing takes it back and removes it."""

    regrouping = models.OneToOneField(Regrouping, on_delete=models.CASCADE, primary_key=True, related_name="+")
    rows = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.regrouping_id}"
