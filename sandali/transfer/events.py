"""What happens when records are brought in."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

CUSTOMER_IMPORTED = event_kind("customer_imported", _("%(who)s brought the customer in from the file %(file)s"), icon="user-plus")
CUSTOMER_FILLED = event_kind("customer_filled", _("%(who)s filled in the customer from the file %(file)s"), icon="user")
ORGANISATION_IMPORTED = event_kind("organisation_imported", _("%(who)s brought the organisation in from the file %(file)s"), icon="building")
ORGANISATION_FILLED = event_kind("organisation_filled", _("%(who)s filled in the organisation from the file %(file)s"), icon="building")
CASE_FILLED = event_kind("case_filled", _("%(who)s filled in the case from the file %(file)s"), icon="tag")
CASE_IMPORTED = event_kind("case_imported", _("%(who)s brought the case in from the file %(file)s"), icon="inbox")
DEAL_IMPORTED = event_kind("deal_imported", _("%(who)s brought the deal in from the file %(file)s"), icon="target")
IMPORT_STARTED = event_kind("import_started", _("%(who)s began to bring in %(file)s"), icon="upload")
IMPORT_FILE_FORGOTTEN = event_kind("import_file_forgotten", _("The file %(file)s, which was brought in, is forgotten"), icon="trash")
IMPORT_DONE = event_kind(
    "import_done", _("%(file)s is brought in: %(made)s new, %(wrong)s not taken"), title=_("A file that I brought in is done"), icon="upload",
    audience=("import_asker",), push=False,
)
IMPORT_FAILED = event_kind(
    "import_failed", _("Bringing in %(file)s stopped: %(why)s"), title=_("A file that I brought in could not go on"), icon="alert-triangle",
    audience=("import_asker",), push=False,
)
IMPORT_UNDONE = event_kind(
    "import_undone", _("%(file)s is taken out again; %(kept)s records stay, as they were worked on since"),
    title=_("A file that I took out again is done"), icon="arrow-back-up", audience=("import_asker",), push=False,
)
HOUSE_RESTORED = event_kind(
    "house_restored", _("This house was brought in from an archive, and rests: nothing leaves it until an administrator lets it speak again"),
    title=_("The house was brought in from an archive"), icon="archive", audience=("administrators",), mail="off", push=False,
)
HOUSE_SPEAKS = event_kind(
    "house_speaks", _("%(who)s let the house speak again; %(held)s messages of before are left to be decided on"),
    title=_("The house speaks again after it was brought in"), icon="send", audience=("administrators",), push=False,
)
ARCHIVE_ASKED = event_kind(
    "archive_asked", _("%(who)s began to take everything out of the house as an archive"),
    title=_("Somebody takes everything out"), icon="archive", audience=("administrators",), mail="at_once",
)
ARCHIVE_READY = event_kind(
    "archive_ready", _("The archive of everything is ready"), title=_("An archive that I asked for is ready"), icon="archive", audience=("archive_asker",), push=False,
)
ARCHIVE_FAILED = event_kind(
    "archive_failed", _("The archive could not be written: %(why)s"), title=_("An archive that I asked for could not be written"), icon="alert-triangle",
    audience=("archive_asker",), push=False,
)
ARCHIVE_FETCHED = event_kind("archive_fetched", _("%(who)s downloaded an archive of everything"), title=_("Somebody downloaded everything"), icon="download", audience=("administrators",))
