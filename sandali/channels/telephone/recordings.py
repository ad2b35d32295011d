"""Recordings of calls: a link, or a file that is fetched from the telephone system's own address for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from django.utils.translation import gettext as _

from sandali.channels.adapter import Refused, RemoteFile, TryLater
from sandali.channels.email.servers import secrets_of
from sandali.channels.models import Channel
from sandali.channels.telephone.ari import ari_of, base_of
from sandali.channels.telephone.systems import ARI, system_of
from sandali.kit.safe_http import ConnectionProblem, request
from sandali.kit.secrets import SecretUnreadable

LARGEST: Final = 25 * 1024 * 1024
SECONDS: Final = 60.0
LONGEST_REFERENCE: Final = 300
TYPES: Final = {"wav": "audio/wav", "mp3": "audio/mpeg", "ogg": "audio/ogg", "gsm": "audio/gsm", "m4a": "audio/mp4"}


def recording_file(settings: Mapping[str, Any], recording: str) -> RemoteFile | None:
    """What is to be fetched; None where the channel names no address for recordings, or the recording lies elsewhere.

    A system may tell the whole address, or the file's path below that of the recordings."""
    stored = stored_recording(settings, recording)
    if stored is not None:
        return stored
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


def stored_recording(settings: Mapping[str, Any], recording: str) -> RemoteFile | None:
    """What ARI keeps: it is fetched from there, with the name and password that we have; None for anything else."""
    base = f"{base_of(settings)}/recordings/stored/"
    if system_of(settings) != ARI or not recording.startswith(base) or len(recording) > LONGEST_REFERENCE:
        return None
    address, _hash, kind = recording.partition("#")
    name = unquote(address.removeprefix(base).removesuffix("/file")).rpartition("/")[2] or "call"
    return RemoteFile(recording, f"{name[:110]}.{kind or 'wav'}"[:120], TYPES.get(kind or "wav", ""))


def asked_with(channel: Channel, reference: str) -> dict[str, str]:
    """The headers that open a recording. Raises Refused for what lies elsewhere, kit.secrets.SecretUnreadable."""
    base, secrets = str(channel.settings.get("recordings") or "").rstrip("/"), secrets_of(channel)
    ari = ari_of(channel.settings, secrets)
    if ari is not None and stored_recording(channel.settings, reference) is not None:
        return {"Authorization": ari.authorization}
    if not base or not reference.startswith(f"{base}/"):
        raise Refused(_("The recording does not lie where the telephone system keeps them."), "elsewhere")
    key = secrets.get("recordings_key", "")
    return {"Authorization": f"Bearer {key}"} if key else {}


def fetch_file(channel: Channel, file: RemoteFile) -> bytes:
    """A recording's bytes. Raises Refused or TryLater."""
    try:
        headers = asked_with(channel, file.reference)
        answer = request("GET", file.reference.partition("#")[0], headers=headers, timeout=SECONDS, max_bytes=LARGEST)
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
