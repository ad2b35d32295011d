"""Facts and articles, every text they had, where they were used, and whether they were right."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandali.company.models import Department, Language


class EntryKind(models.TextChoices):
    FACT = "fact", _("Fact")
    ARTICLE = "article", _("Article")


class Entry(models.Model):
    """Something that we know. A fact's text is inserted in answers; an article's is Markdown, for us or for everybody."""

    kind = models.CharField(max_length=7, choices=EntryKind.choices, default=EntryKind.FACT)
    title = models.CharField(max_length=160)
    text = models.TextField()
    language = models.CharField(max_length=2, choices=Language.choices)
    keywords = models.CharField(max_length=300, blank=True)  # other words by which customers ask for it, parted by commas
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+")  # null: everybody's
    is_public = models.BooleanField(default=False)  # of an article: customers read it too
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    checked_at = models.DateTimeField(default=timezone.now)  # when somebody last said that it is still right
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    check_every = models.PositiveSmallIntegerField(default=180)  # days after which somebody looks again; 0 never
    check_due_at = models.DateTimeField(null=True, blank=True)
    doubted_at = models.DateTimeField(null=True, blank=True)  # since when a colleague's "out of date" waits for an answer
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-changed_at", "-id"], name="knowledge_latest"),
            models.Index(fields=["check_due_at"], condition=Q(check_due_at__isnull=False), name="knowledge_due"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(is_public=False) | Q(kind="article"), name="only_articles_are_public"),
        ]

    def __str__(self) -> str:
        return self.title

    def timelines(self) -> dict[str, int | None]:
        """Knowledge belongs to nobody's timeline."""
        return {}

    def is_stale(self, now: datetime) -> bool:
        """Whether it is time that somebody looks whether it still holds."""
        return self.check_due_at is not None and self.check_due_at <= now


class Revision(models.Model):
    """The words of an entry at one version: who wrote them, and when."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["entry", "version"], name="one_revision_a_version")]


class Use(models.Model):
    """An entry was put into an answer. The case is a plain number, as cases are above this room."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="uses")
    case_number = models.BigIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="knowledge_uses_lately")]


class Verdict(models.Model):
    """Somebody's answer to "was it right?". Without a person: a reader of a public article, asked whether it helped."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="verdicts")
    is_right = models.BooleanField()
    word = models.CharField(max_length=500, blank=True)  # what is wrong with it
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
