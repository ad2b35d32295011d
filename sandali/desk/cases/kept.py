"""HTML that costs something to make, kept in this process's memory by everything that it says."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """The last `most` values, the longest unused first to go."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.values: OrderedDict[Hashable, Value] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value under `key`, made now when there is none."""
        try:
            value = self.values[key]
            self.values.move_to_end(key)
        except KeyError:
            value = self.values[key] = make()
            while len(self.values) > self.most:
                self.values.popitem(last=False)
        return value
