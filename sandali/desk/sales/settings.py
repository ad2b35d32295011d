"""Settings: pipelines with their stages, and why deals are lost."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.company.actions import Overtaken
from sandali.desk.entering import staff
from sandali.desk.sales.deal_forms import (
    PipelineForm,
    QuoteRulesForm,
    ReasonsForm,
    StageSet,
    stages_of,
    wanted_stages,
)
from sandali.desk.settings.saving import settings_page
from sandali.kit.htmx import cleaned, done
from sandali.sales.access import access_pipeline
from sandali.sales.actions.common import NotSellable
from sandali.sales.actions.pipelines import (
    archive_pipeline,
    begin_pipelines,
    return_pipeline,
    write_lost_reasons,
    write_pipeline,
)
from sandali.sales.actions.quotes import change_sales_rules, sales_rules
from sandali.sales.board import lost_reasons, pipelines
from sandali.sales.models import Pipeline


@staff("manage_sales", methods=("GET", "POST"))
def settings_sales(request: HttpRequest) -> HttpResponse:
    """All pipelines, and the reasons for which deals are lost, which are saved here."""
    form = ReasonsForm(request.POST or None, initial={"reasons": "\n".join(one.name for one in lost_reasons())})
    if cleaned(form, request) is not None:
        try:
            write_lost_reasons(form.cleaned_data["reasons"], by=request.user)
            return done(request, reverse("settings_sales"), _("Saved."), leave=True)
        except NotSellable as problem:
            form.add_error("reasons", str(problem))
            request.form_is_wrong = True  # type: ignore[attr-defined]
    return settings_page(request, "sales.html", {"pipelines": pipelines(archived=True), "form": form})


@staff("manage_sales", methods=("GET", "POST"))
def settings_quotes(request: HttpRequest) -> HttpResponse:
    """What stands on every quote: the company's address and its like, the usual terms, for how many days it holds."""
    rules = sales_rules()
    first = {"head": rules.head, "terms": rules.terms, "days": rules.days, "version": rules.version}
    form, status = QuoteRulesForm(request.POST or None, initial=first), None
    if cleaned(form, request) is not None:
        try:
            change_sales_rules(by=request.user, **form.cleaned_data)
            return done(request, reverse("settings_quotes"), _("Saved."), leave=True)
        except Overtaken as overtaken:
            status = 409
            form.data = form.data.copy()
            form.data["version"] = str(overtaken.current.version)
            form.add_error(None, _("Somebody else changed this while you were writing. What you typed is below; save again to put it in place."))
    return settings_page(request, "quotes.html", {"form": form}, status=status)


@staff("manage_sales", methods=("POST",))
def settings_sales_beginning(request: HttpRequest) -> HttpResponse:
    """The usual pipeline, where there is none yet."""
    begin_pipelines(by=request.user)
    return done(request, reverse("deals"), _("Here is a usual pipeline. Its stages can be changed under Settings."), leave=True)


@staff("manage_sales", methods=("GET", "POST"))
def settings_pipeline_new(request: HttpRequest) -> HttpResponse:
    """One more pipeline."""
    return edited(request, None)


@staff("manage_sales", methods=("GET", "POST"))
def settings_pipeline(request: HttpRequest, number: int) -> HttpResponse:
    """One pipeline: its name and its stages."""
    return edited(request, access_pipeline(request.user, number))


def edited(request: HttpRequest, found: Pipeline | None) -> HttpResponse:
    """Show the form, or save it. Who was overtaken sees it, and a second save goes through."""
    form = PipelineForm(request.POST or None, initial={"name": found.name, "version": found.version} if found is not None else None)
    rows, status = StageSet(request.POST or None, initial=stages_of(found), prefix="stages"), None
    if request.method == "POST":
        status = 422
        if form.is_valid() and rows.is_valid():
            try:
                write_pipeline(found, form.cleaned_data["name"], wanted_stages(rows), by=request.user, version=form.cleaned_data["version"])
                return done(request, reverse("settings_sales"), _("Saved."), leave=True)
            except NotSellable as problem:
                form.add_error(None, str(problem))
            except Overtaken as overtaken:
                status = 409
                form.data = form.data.copy()
                form.data["version"] = str(overtaken.current.version)
                form.add_error(None, _("Somebody else changed this while you were writing. What you typed is below; save again to put it in place."))
    return settings_page(request, "pipeline.html", {"form": form, "rows": rows, "pipeline": found}, status=status)


@staff("manage_sales", methods=("POST",))
def settings_pipeline_archive(request: HttpRequest, number: int) -> HttpResponse:
    """Take no new deals."""
    archive_pipeline(access_pipeline(request.user, number), by=request.user)
    return done(request, reverse("settings_sales"), _("It takes no new deals."), reverse("settings_pipeline_return", args=[number]), leave=True)


@staff("manage_sales", methods=("POST",))
def settings_pipeline_return(request: HttpRequest, number: int) -> HttpResponse:
    """Take deals again."""
    return_pipeline(access_pipeline(request.user, number), by=request.user)
    return done(request, reverse("settings_sales"), _("It takes deals again."), leave=True)
