"""An answer as a fax: its text drawn as pages, the files that go along behind it, handed to HylaFAX (or mailed to a provider) once, and
followed to its end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from sandali.channels.adapter import Looked, Outgoing, OutgoingFile, Receipt, Refused, Sent, TryLater, Unclear
from sandali.channels.delivery_parts import part_of_reference
from sandali.channels.fax.drawing import NoFont, TooLong, as_pdf, as_tiff, picture_page, text_pages
from sandali.channels.fax.hylafax import TAG, NoAnswer, NoProgram, jobs, submit
from sandali.channels.fax.mailing import leaves_by_mail, send_by_mail, written_number
from sandali.channels.fax.tiff import is_pdf, is_tiff
from sandali.channels.models import Channel
from sandali.company.queries import current_company
from sandali.kit.dates import displayed, show_date
from sandali.kit.downloads import image_preview
from sandali.kit.files import open_file
from sandali.kit.phones import parse_phone, show_phone

LONGEST: Final = 20_000  # characters
# HylaFAX throws finished jobs away after a quarter of an hour at the earliest (faxqclean(8)): until then what it does not show it has not.
SHOWN_FOR: Final = timedelta(minutes=10)


def send(channel: Channel, outgoing: Outgoing) -> Sent:
    """Hand one fax over. Raises Refused, TryLater, and Unclear when HylaFAX may have it without having said so."""
    if leaves_by_mail(channel.settings):
        written_number(channel.settings, outgoing.to.value)  # before anything is drawn
        return send_by_mail(channel, outgoing, [(ending, kind_of(ending), content) for ending, content in pages_of_answer(channel, outgoing)])
    number = dialled(channel.settings, outgoing.to.value)
    tag = tag_of(outgoing)
    with TemporaryDirectory() as folder:
        files = documents(channel, outgoing, Path(folder))
        try:
            standing = jobs(channel.settings)
            if tag not in standing:
                submit(channel.settings, number=number, tag=tag, files=files, home=folder)
        except NoProgram as problem:
            raise TryLater(_("The fax server does not answer. Is HylaFAX running?"), str(problem)[:60], channel_fault=True) from problem
        except NoAnswer as problem:
            return settled(channel, tag, problem)
    return Sent(external_id=tag, parts=(tag,))


def settled(channel: Channel, tag: str, heard: NoAnswer) -> Sent:
    """What came of a call without an answer: once sendfax has ended, either its job is there or there is none. Raises TryLater, Unclear."""
    try:
        standing = jobs(channel.settings)
    except NoProgram as problem:
        raise Unclear(_("The fax server did not say whether it took the fax."), str(problem)[:60]) from problem
    if tag in standing:
        return Sent(external_id=tag, parts=(tag,))
    if not heard.ended:  # we broke it off, and it may have been handing the job over
        raise Unclear(_("The fax server did not say whether it took the fax."), "timeout")
    raise TryLater(_("The fax server did not take the fax: %(said)s") % {"said": str(heard) or "sendfax"}, "sendfax")


def tag_of(outgoing: Outgoing) -> str:
    """By what HylaFAX knows this sending, the same at every try."""
    return f"{TAG}{outgoing.reference}"


def dialled(settings: Mapping[str, Any], value: str) -> str:
    """What the modem dials: at home with 0, abroad with 00, behind what the telephone system wants. Raises Refused."""
    region = str(settings.get("region") or "IR")
    phone = parse_phone(value, region)
    if phone is None:
        raise Refused(_("This is not a number that can be dialled."), "no-number")
    shown = show_phone(phone.e164, "en", region)
    digits = "".join(letter for letter in shown if letter.isdigit())
    return f"{settings.get('before') or ''}{'00' if shown.startswith('+') else ''}{digits}"


def documents(channel: Channel, outgoing: Outgoing, folder: Path) -> list[str]:
    """The pages as files for sendfax, in the order of the answer. Raises Refused, TryLater."""
    made: list[str] = []
    for at, (ending, content) in enumerate(pages_of_answer(channel, outgoing)):
        (folder / f"{at}{ending}").write_bytes(content)
        made.append(str(folder / f"{at}{ending}"))
    return made


def pages_of_answer(channel: Channel, outgoing: Outgoing) -> list[tuple[str, bytes]]:
    """The documents of an answer, its text first: each its ending and its content. Raises Refused, TryLater."""
    as_file = as_pdf if channel.settings.get("mail_file") == "pdf" and leaves_by_mail(channel.settings) else as_tiff
    ending = ".pdf" if as_file is as_pdf else ".tif"
    made = [(ending, as_file(drawn(outgoing)))] if outgoing.text.strip() else []
    for file in outgoing.files:
        content = document(file)
        made.append(content if isinstance(content, tuple) else (ending, as_file([content])))
    if not made:
        raise Refused(_("There is nothing to send."), "empty")
    return made


def kind_of(ending: str) -> str:
    """The media type of a document."""
    return "application/pdf" if ending == ".pdf" else "image/tiff"


def drawn(outgoing: Outgoing) -> list[Image.Image]:
    """The text as pages with our name above it. Raises Refused, TryLater."""
    company = current_company()
    zone = company.zone if company is not None else "Asia/Tehran"
    with displayed(outgoing.language or "fa", zone):
        about = (show_phone(outgoing.to.value, outgoing.language or "fa"), show_date(timezone.now()))
    try:
        return text_pages(outgoing.text, head=company.name if company is not None else outgoing.from_name, about=about)
    except TooLong as problem:
        raise Refused(_("This is too long for a fax."), "too-long") from problem
    except NoFont as problem:
        raise TryLater(_("The font of our pages is missing here: please build the page assets."), "no-font", channel_fault=True) from problem


def document(file: OutgoingFile) -> tuple[str, bytes] | Image.Image:
    """A file that goes along: TIFF and PDF as they are (their ending and content), a picture as a page. Raises Refused."""
    try:
        with open_file(file.sha256) as opened:
            content = opened.read()
    except FileNotFoundError as missing:
        raise Refused(_("A file of this answer is no longer at hand."), "no-file") from missing
    if is_tiff(content):
        return ".tif", content
    if is_pdf(content):
        return ".pdf", content
    picture = image_preview(content)
    if picture is None:
        raise Refused(_("“%(name)s” cannot be faxed: only pictures, TIFF and PDF can.") % {"name": file.name}, "no-page")
    with Image.open(BytesIO(picture[0])) as image:
        return picture_page(image)


def look_up(channel: Channel, outgoing: Outgoing, *, since: datetime) -> Looked:
    """Whether HylaFAX has a fax of ours. A provider with a mail address cannot be asked, and may have told us. Raises TryLater."""
    if leaves_by_mail(channel.settings):
        told = part_of_reference(channel, outgoing.reference)
        return Looked(Sent(external_id=told, parts=(told,))) if told else Looked()
    tag = tag_of(outgoing)
    standing = standing_jobs(channel)
    if tag in standing:
        return Looked(Sent(external_id=tag, parts=(tag,)))
    return Looked(proven=timezone.now() - since < SHOWN_FOR)


def reports(channel: Channel, external_ids: tuple[str, ...]) -> list[Receipt]:
    """How faxes ended; those on their way are left out. What left by mail is told of by mail. Raises TryLater."""
    if leaves_by_mail(channel.settings):
        return []
    standing = standing_jobs(channel)
    ended = [standing[tag] for tag in external_ids if tag in standing and standing[tag].state in "DF"]
    return [Receipt(job.tag, "delivered" if job.state == "D" else "failed", reason=job.status) for job in ended]


def standing_jobs(channel: Channel) -> Mapping[str, Any]:
    """The jobs as they stand. Raises TryLater."""
    try:
        return jobs(channel.settings)
    except NoProgram as problem:
        raise TryLater(_("The fax server does not answer. Is HylaFAX running?"), str(problem)[:60]) from problem
