"""Health: for people, and for whoever watches the machine."""

from dataclasses import replace

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

import sandali
from sandali.channels.queries import channels_in_use, quarantined_count
from sandali.company.permissions import may
from sandali.desk.entering import staff, visitors
from sandali.desk.settings.views.channel_rows import channel_row
from sandali.history.health import parked_jobs, queue_health, schedule, storage_health
from sandali.history.models import Job
from sandali.history.queue import unpark
from sandali.kit.htmx import done, page


@visitors()
def live_probe(request: HttpRequest) -> HttpResponse:
    """This process answers. Asks no database, so that a slow one does not get us restarted (M8)."""
    return JsonResponse({"live": True, "version": sandali.__version__})


@visitors()
def ready_probe(request: HttpRequest) -> HttpResponse:
    """This process can serve: the database answers. A failing provider does not count."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"ready": False}, status=503)
    return JsonResponse({"ready": True})


@staff("see_health")
def status(request: HttpRequest) -> HttpResponse:
    """The channels, the queue, the database and the disk, and what is parked."""
    leads = may(request.user, "manage_channels")
    context = {
        "channels": [row if leads else replace(row, url="") for row in map(channel_row, channels_in_use())],
        "quarantined": quarantined_count(),
        "queue": queue_health(),
        "storage": storage_health(),
        "parked": parked_jobs(),
        "schedule": schedule(),
        "version": sandali.__version__,
    }
    return page(request, "desk/status/status.html", context)


@staff("manage_company", methods=("POST",))
def retry_job(request: HttpRequest, number: int) -> HttpResponse:
    """Try a parked job again."""
    unpark(Job.objects.filter(pk=number, state="parked").earliest("pk"))
    return done(request, reverse("status"), _("It will be tried again."))
