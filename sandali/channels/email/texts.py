"""Sentences for the desk about what reading a mail found: remarks, and why a recipient was refused."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REMARKS: dict[str, Promise] = {
    "too-large": _("The mail is larger than 50 MB; only its beginning was read."),
    "header-too-long": _("The header is longer than 256 kB; only its beginning was read."),
    "too-many-headers": _("The mail has more than 1,000 header fields; the rest was left out."),
    "too-many-addresses": _("The mail names more than 100 people in one field; the rest was left out."),
    "too-many-parts": _("The mail has more than 200 parts; the rest was left out."),
    "too-deep": _("The mail is nested more than 50 levels deep; what lies deeper was left out."),
    "too-many-attachments": _("The mail has more than 100 attachments; the rest was left out."),
    "text-cut": _("The text is longer than 1 MB and was cut."),
    "not-opened": _("The mail was too costly to read; only its header is shown. The original can be downloaded."),
    "unknown-charset": _("The mail names a character set that does not exist; some letters may be wrong."),
    "date-absurd": _("The date in the mail cannot be right; the time of arrival is shown."),
    "unclear-sender": _("The sender's address cannot be read without doubt."),
    "mixed-script-sender": _("The sender's address or name mixes alphabets and may imitate somebody else."),
    "sender-not-proven": _("The sender's domain says that this mail did not come from there. Check before you trust it."),
    "encrypted": _("The mail is encrypted and can only be downloaded."),
}

REASONS: dict[str, Promise] = {
    "userunknown": _("There is no such address."),
    "hostunknown": _("The domain of the address does not exist."),
    "hasmoved": _("The person has left this address."),
    "notaccept": _("The domain takes no mail."),
    "mailboxfull": _("The mailbox is full."),
    "suspend": _("The mailbox is switched off for now."),
    "filtered": _("The recipient's filter refused the mail."),
    "rejected": _("The recipient's server does not accept this sender."),
    "blocked": _("The recipient's server blocks our server."),
    "authfailure": _("Our domain failed the sender check (SPF, DKIM or DMARC)."),
    "requireptr": _("Our server's address has no name in the DNS."),
    "norelaying": _("The server refused to pass the mail on."),
    "policyviolation": _("The mail is against the rules of the recipient's server."),
    "notcompliantrfc": _("The recipient's server found the mail's form wrong."),
    "spamdetected": _("The recipient's server took the mail for spam."),
    "virusdetected": _("The recipient's server took the mail for malware."),
    "contenterror": _("The recipient's server did not accept the content."),
    "mesgtoobig": _("The mail is too large for the recipient's server."),
    "exceedlimit": _("The mail is larger than the recipient may receive."),
    "securityerror": _("The recipient's server wants a sign-in or encryption that is missing."),
    "toomanyconn": _("The recipient's server takes no more mail from us for now."),
    "networkerror": _("The recipient's server could not be reached over the network."),
    "expired": _("The mail could not be handed over in the time allowed."),
    "systemerror": _("The recipient's server has a fault."),
    "systemfull": _("The recipient's server is out of space."),
    "mailererror": _("A program on the recipient's server failed."),
    "feedback": _("The recipient reported the mail as unwanted."),
    "undefined": _("The report does not say why."),
}
