"""Where an arrival's bytes stand: in the content store, or beside its row where a provider told something small (ToldBytes)."""

from __future__ import annotations

from io import BytesIO
from typing import BinaryIO

from sandali.channels.models import Arrival, ToldBytes
from sandali.kit import files


def open_raw(arrival: Arrival) -> BinaryIO:
    """An arrival's bytes as they came, open for reading. Raises FileNotFoundError when they are gone."""
    try:
        return files.open_file(arrival.sha256)
    except FileNotFoundError:
        told = ToldBytes.objects.filter(arrival_id=arrival.pk).values_list("content", flat=True).first()
        if told is None:
            raise
        return BytesIO(bytes(told))
