"""A thread beside this one: in order, to the end, and nothing that fails is lost."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from sandali.kit.beside import Beside


@pytest.mark.django_db(transaction=True)
def test_pieces_are_done_in_order_and_all_of_them():
    """Where several may write, by one other thread; on SQLite here."""
    done: list[tuple[int, str]] = []
    with Beside() as beside:
        for number in range(20):
            beside.do(lambda number=number: done.append((number, threading.current_thread().name)))
    assert [number for number, _name in done] == list(range(20))
    is_here = {name for _number, name in done} == {threading.current_thread().name}
    assert is_here == (connection.vendor == "sqlite")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_last", [True, False])
def test_what_a_piece_raises_is_raised_by_whatever_comes_next(is_last):
    """By the end at the latest; the next piece is not begun."""
    done = []

    def several() -> None:
        with Beside() as beside:
            beside.do(lambda: 1 / 0)
            if not is_last:
                beside.do(lambda: done.append(1))

    with pytest.raises(ZeroDivisionError):
        several()
    assert done == []


@pytest.mark.django_db(transaction=True)
def test_in_a_transaction_it_is_done_here():
    """Another connection would not see what was written before."""
    done: list[str] = []
    with transaction.atomic(), Beside() as beside:
        beside.do(lambda: done.append(threading.current_thread().name))
        assert done == [threading.current_thread().name]


@pytest.mark.django_db(transaction=True)
def test_an_error_here_is_not_hidden_by_one_beside():
    """The first reason is the one that is told."""

    def several() -> None:
        with Beside() as beside:
            if beside.thread is not None:
                beside.do(lambda: 1 / 0)
            raise KeyError("here")

    with pytest.raises(KeyError):
        several()
