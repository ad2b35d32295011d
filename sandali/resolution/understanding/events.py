"""What happens while we learn what a matter means to the customer."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

# The words stand in its data, so that every wording that ever held can be read.
UNDERSTANDING_WRITTEN = event_kind("understanding_written", _("%(who)s wrote down what it means to the customer"), icon="ear")
UNDERSTANDING_OFFERED = event_kind("understanding_offered", _("The customer was asked whether we have understood them"), icon="ear")
UNDERSTOOD = event_kind(
    "understood", _("The customer says that we have understood them"), title=_("A customer says that I have understood them"),
    icon="heart-handshake", audience=("case_owner",), push=False,
)
# Their correction comes as a message of theirs, and whoever is told of messages is told by that.
CORRECTED = event_kind("understanding_corrected", _("The customer corrected how we understand them"), icon="ear")
MOOD_SAID = event_kind("mood_said", _("%(who)s says how the customer feels: %(mood)s"), icon="mood-neutral")
NO_MOOD_SAID = event_kind("no_mood_said", _("%(who)s says that no mood can be told"), icon="mood-neutral")

# What the thread tells between messages.
IN_THREAD = ("understanding_written", "understanding_offered", "understood", "understanding_corrected", "mood_said", "no_mood_said")
