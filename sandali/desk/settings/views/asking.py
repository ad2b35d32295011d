"""How customers are asked whether their matter is settled."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.desk.entering import staff
from sandali.desk.settings.forms.asking import AskingForm, sentences_of
from sandali.desk.settings.saving import SAVED, save, settings_page
from sandali.kit.htmx import done
from sandali.resolution.confirmation.rules import asking_rules, asking_version, change_asking_rules


@staff("manage_asking", methods=("GET", "POST"))
def asking(request: HttpRequest) -> HttpResponse:
    """Reminders, silence, second looks; and a sentence for each that says what will happen."""
    standing = asking_rules()
    form = AskingForm(standing, asking_version(), request.POST or None)
    status = save(request, form, lambda: change_asking_rules(form.rules(), by=request.user, was=form.cleaned_data["was"]))
    if status == SAVED:
        return done(request, reverse("settings_asking"), _("Saved."), leave=True)
    return settings_page(request, "asking.html", {"form": form, "sentences": sentences_of(standing)}, status=status)
