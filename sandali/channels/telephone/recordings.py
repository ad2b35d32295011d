"""Recordings of calls: a link, or a file that is fetched from the telephone system's own address for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext as _

from sandali.channels.adapter import Refused, RemoteFile, TryLater
from sandali.channels.email.servers import secrets_of
from sandali.channels.models import Channel
from sandali.kit.safe_http import ConnectionProblem, request
from sandali.kit.secrets import SecretUnreadable

LARGEST: Final = 25 * 1024 * 1024
SECONDS: Final = 60.0
LONGEST_REFERENCE: Final = 300
TYPES: Final = {"wav": "audio/wav", "mp3": "audio/mpeg", "ogg": "audio/ogg", "gsm": "audio/gsm", "m4a": "audio/mp4"}


def recording_file(settings: Mapping[str, Any], recording: str) -> RemoteFile | None:
    """What is to be fetched; None where the channel names no address for recordings, or the recording lies elsewhere.

    A system may tell the whole address, or the file's path below that of the recordings."""
    base = str(settings.get("recordings") or "").rstrip("/")
    if not base or not recording:
        return None
    if "://" not in recording:
        steps = [one for one in recording.replace("\\", "/").split("/") if one not in ("", ".", "..")]
        recording = "/".join([base, *(quote(one, safe="") for one in steps)])
    if not recording.startswith(f"{base}/") or ".." in recording or len(recording) > LONGEST_REFERENCE:
        return None
    name = urlsplit(recording).path.rpartition("/")[2] or "call"
    return RemoteFile(recording, name[:120], TYPES.get(name.rpartition(".")[2].lower(), ""))


def fetch_file(channel: Channel, file: RemoteFile) -> bytes:
    """A recording's bytes. Raises Refused or TryLater."""
    base = str(channel.settings.get("recordings") or "").rstrip("/")
    if not base or not file.reference.startswith(f"{base}/"):
        raise Refused(_("The recording does not lie where the telephone system keeps them."), "elsewhere")
    try:
        key = secrets_of(channel).get("recordings_key", "")
        answer = request("GET", file.reference, headers={"Authorization": f"Bearer {key}"} if key else {}, timeout=SECONDS, max_bytes=LARGEST)
    except SecretUnreadable as problem:
        raise TryLater(str(problem), "SecretUnreadable") from problem
    except ConnectionProblem as problem:
        if problem.code == "too-large":
            raise Refused(_("The recording is too large."), "too-large") from problem
        raise TryLater(_("The recordings' server does not answer."), problem.code) from problem
    if answer.status == 200 and answer.body:
        return answer.body
    if answer.status in (404, 410):
        raise TryLater(_("The recording is not there yet."), str(answer.status), after=60)
    if answer.status < 500:
        raise Refused(_("The recordings' server refuses it."), str(answer.status))
    raise TryLater(_("The recordings' server does not answer."), str(answer.status))
