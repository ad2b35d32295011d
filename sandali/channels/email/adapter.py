"""The e-mail channel: bytes of a mail in, a mail by SMTP out."""

from sandali.channels.adapter import Can
from sandali.channels.email.reading import read
from sandali.channels.email.sending import send

__all__ = ["can", "kind", "read", "send"]

kind = "email"
can = Can(subject=True, html=True, files=True, cc=True, reaches="email")
