"""The subjects of the API: each method is one request, or a walk through the pages of a list."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO, Protocol

from sandali_client.shapes import (
    Belonging,
    Case,
    Customer,
    Deal,
    Entry,
    Event,
    Identity,
    Message,
    Named,
    Order,
    Organisation,
    Payment,
    Pipeline,
    Product,
    Promise,
    Quote,
    RecordFile,
    Segment,
)


class Caller(Protocol):
    """What a subject asks with: `Sandali`."""

    def call(self, method: str, path: str, *, query: Any = None, body: Any = None, files: Any = None, key: str = "") -> Any: ...

    def pages(self, path: str, query: Any) -> Iterator[Any]: ...


class Subject:
    """The requests of one subject."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._call = caller.call


def moment(at: datetime | None) -> str | None:
    """A moment as JSON has it. Raises ValueError for one without a zone."""
    if at is not None and at.tzinfo is None:
        raise ValueError("a moment needs a zone")
    return at.isoformat() if at is not None else None


def without_none(**fields: Any) -> dict[str, Any]:
    """The fields that were given."""
    return {name: value for name, value in fields.items() if value is not None}


class Customers(Subject):
    def list(self, **asked: Any) -> Iterator[Customer]:
        """All of them, or those found by q, email, phone, stage, organisation, tag, and own fields: own=["12=Gold"], own_from=["7=10"], own_to=["7=20"]."""
        return self._caller.pages("customers", asked)

    def get(self, number: int) -> Customer:
        return self._call("GET", f"customers/{number}")

    def known_by(self, *, email: str | None = None, phone: str | None = None) -> Customer | None:
        """The customer with this address."""
        return next(self.list(email=email, phone=phone), None)

    def create(self, *, name: str = "", email: str = "", phone: str = "", key: str = "", **fields: Any) -> Customer:
        identities = [{"kind": kind, "value": value} for kind, value in (("email", email), ("phone", phone)) if value]
        return self._call("POST", "customers", body={"name": name, "identities": identities, **fields}, key=key)

    def change(self, number: int, *, version: int | None = None, **fields: Any) -> Customer:
        """With `version` nothing is overwritten that was changed since: then Problem has the code "overtaken"."""
        return self._call("PATCH", f"customers/{number}", body={**fields, **without_none(version=version)})

    def fields(self) -> Any:
        """The company's own fields, each a Field. `own={"12": "Gold"}` in create and change puts values there, None takes one away."""
        return self._call("GET", "fields", query={"about": "customer"})

    def checked(self, number: int) -> Customer:
        """What is known of them still holds."""
        return self._call("PUT", f"customers/{number}/check")

    def files(self, number: int) -> Any:
        """The files that stand with a customer, each a RecordFile."""
        return self._call("GET", f"customers/{number}/files")

    def keep_file(self, number: int, name: str, content: bytes | BinaryIO, content_type: str = "application/octet-stream") -> RecordFile:
        return self._call("POST", f"customers/{number}/files", files={"file": (name, content, content_type)})

    def file(self, number: int) -> bytes:
        """A file of a customer or an organisation, by its own number."""
        return self._call("GET", f"record-files/{number}")

    def add_identity(self, number: int, kind: str, value: str) -> Any:
        return self._call("POST", f"customers/{number}/identities", body={"kind": kind, "value": value})

    def say_theirs(self, number: int, identity: int) -> Identity:
        """Somebody of ours says that the address is the customer's own."""
        return self._call("POST", f"customers/{number}/identities/{identity}/proof")

    def make_main(self, number: int, identity: int) -> Identity:
        return self._call("POST", f"customers/{number}/identities/{identity}/main")

    def organisations(self, number: int) -> Any:
        """Those besides the main one."""
        return self._call("GET", f"customers/{number}/organisations")

    def add_organisation(self, number: int, organisation: int, role: str = "") -> Belonging:
        return self._call("POST", f"customers/{number}/organisations", body={"organisation": organisation, "role": role})

    def remove_organisation(self, number: int, belonging: int) -> None:
        self._call("DELETE", f"customers/{number}/organisations/{belonging}")

    def make_organisation_main(self, number: int, belonging: int) -> Customer:
        return self._call("POST", f"customers/{number}/organisations/{belonging}/main")

    def tag(self, number: int, name: str) -> Named:
        return self._call("POST", f"customers/{number}/tags", body={"name": name})

    def untag(self, number: int, tag: int) -> None:
        self._call("DELETE", f"customers/{number}/tags/{tag}")

    def notes(self, number: int) -> Any:
        return self._call("GET", f"customers/{number}/notes")

    def note(self, number: int, text: str, *, key: str = "") -> Any:
        return self._call("POST", f"customers/{number}/notes", body={"text": text}, key=key)


class Segments(Subject):
    def list(self) -> Iterator[Segment]:
        """Those that the token's person has."""
        return self._caller.pages("segments", {})

    def get(self, number: int) -> Segment:
        """With `count`."""
        return self._call("GET", f"segments/{number}")

    def customers(self, number: int) -> Iterator[Customer]:
        """Who is in it now, the newest contact first."""
        return self._caller.pages(f"segments/{number}/customers", {})


class Organisations(Subject):
    def list(self, **asked: Any) -> Iterator[Organisation]:
        return self._caller.pages("organisations", asked)

    def get(self, number: int) -> Organisation:
        return self._call("GET", f"organisations/{number}")

    def create(self, name: str, **fields: Any) -> Organisation:
        return self._call("POST", "organisations", body={"name": name, **fields})

    def change(self, number: int, *, version: int | None = None, **fields: Any) -> Organisation:
        return self._call("PATCH", f"organisations/{number}", body={**fields, **without_none(version=version)})

    def remove(self, number: int) -> None:
        """One without people."""
        self._call("DELETE", f"organisations/{number}")

    def bring_back(self, number: int) -> Organisation:
        return self._call("POST", f"organisations/{number}/return")

    def tag(self, number: int, name: str) -> Named:
        return self._call("POST", f"organisations/{number}/tags", body={"name": name})

    def untag(self, number: int, tag: int) -> None:
        self._call("DELETE", f"organisations/{number}/tags/{tag}")

    def notes(self, number: int) -> Any:
        return self._call("GET", f"organisations/{number}/notes")

    def note(self, number: int, text: str, *, key: str = "") -> Any:
        return self._call("POST", f"organisations/{number}/notes", body={"text": text}, key=key)


class Cases(Subject):
    def list(self, **asked: Any) -> Iterator[Case]:
        """With the desk's filters: state=["new", "open"], person="me", tag=3, words="…", sort="due", …"""
        if "state" in asked:
            asked["is"] = asked.pop("state")
        return self._caller.pages("cases", asked)

    def get(self, number: int) -> Case:
        return self._call("GET", f"cases/{number}")

    def create(self, customer: int, subject: str, *, key: str = "", **fields: Any) -> Case:
        return self._call("POST", "cases", body={"customer": customer, "subject": subject, **fields}, key=key)

    def change(self, number: int, *, version: int | None = None, **fields: Any) -> Case:
        return self._call("PATCH", f"cases/{number}", body={**fields, **without_none(version=version)})

    def messages(self, number: int) -> Iterator[Message]:
        """The newest first."""
        return self._caller.pages(f"cases/{number}/messages", {})

    def reply(self, number: int, text: str, *, after: str = "waiting", files: list[str] | None = None, leaves_at: datetime | None = None, key: str = "", **how: Any) -> Message:
        """Answer the customer. With after="answered" they are asked whether it is settled."""
        body = {"text": text, "after": after, "files": files or [], **without_none(leaves_at=moment(leaves_at)), **how}
        return self._call("POST", f"cases/{number}/replies", body=body, key=key)

    def note(self, number: int, text: str, *, files: list[str] | None = None, key: str = "") -> Message:
        return self._call("POST", f"cases/{number}/notes", body={"text": text, "files": files or []}, key=key)

    def send_file(self, number: int, name: str, content: bytes | BinaryIO, content_type: str = "application/octet-stream") -> str:
        """Send a file for a message to come; returns what `files` takes."""
        return str(self._call("POST", f"cases/{number}/files", files={"file": (name, content, content_type)})["file"])

    def file(self, number: int) -> bytes:
        """A file of a message, by its own number."""
        return self._call("GET", f"files/{number}")

    def assign(self, number: int, person: int | None, *, version: int | None = None) -> Case:
        return self._call("PUT", f"cases/{number}/assignment", body={"person": person, **without_none(version=version)})

    def move(self, number: int, department: int | None, *, version: int | None = None) -> Case:
        return self._call("PUT", f"cases/{number}/department", body={"department": department, **without_none(version=version)})

    def set_state(self, number: int, state: str, *, version: int | None = None) -> Case:
        """open, waiting or answered. Confirmed is the customer's own word."""
        return self._call("PUT", f"cases/{number}/state", body={"state": state, **without_none(version=version)})

    def snooze(self, number: int, until: datetime, **how: Any) -> Case:
        return self._call("PUT", f"cases/{number}/snooze", body={"until": moment(until), **how})

    def tag(self, number: int, name: str) -> Named:
        return self._call("POST", f"cases/{number}/tags", body={"name": name})

    def untag(self, number: int, tag: int) -> None:
        self._call("DELETE", f"cases/{number}/tags/{tag}")

    def promise(self, number: int, what: str, due_at: datetime, *, key: str = "") -> Promise:
        return self._call("POST", f"cases/{number}/promises", body={"what": what, "due_at": moment(due_at)}, key=key)


class Promises(Subject):
    def list(self, **asked: Any) -> Iterator[Promise]:
        return self._caller.pages("promises", asked)

    def keep(self, case: int, number: int, *, version: int | None = None) -> Promise:
        return self._call("PUT", f"cases/{case}/promises/{number}/keeping", body=without_none(version=version))


class Knowledge(Subject):
    def list(self, **asked: Any) -> Iterator[Entry]:
        return self._caller.pages("knowledge", asked)

    def create(self, kind: str, title: str, text: str, language: str, **fields: Any) -> Entry:
        return self._call("POST", "knowledge", body={"kind": kind, "title": title, "text": text, "language": language, **fields})


class Sales(Subject):
    """Products, orders, deals and quotes. Money is integer minor units, rates hundredths of a percent, quantities thousandths."""

    def products(self, **asked: Any) -> Iterator[Product]:
        """All that are sold, or those found by q; with archived=True those that are no more."""
        return self._caller.pages("products", asked)

    def create_product(self, name: str, code: str, price: int, *, key: str = "", **fields: Any) -> Product:
        return self._call("POST", "products", body={"name": name, "code": code, "price": price, **fields}, key=key)

    def change_product(self, number: int, *, version: int | None = None, **fields: Any) -> Product:
        return self._call("PATCH", f"products/{number}", body={**fields, **without_none(version=version)})

    def orders(self, **asked: Any) -> Iterator[Order]:
        """All of them, or those of a box ("placed", …) or a customer, or that say some words (`q`)."""
        return self._caller.pages("orders", asked)

    def order(self, number: int) -> Order:
        return self._call("GET", f"orders/{number}")

    def create_order(self, customer: int, lines: list[dict[str, Any]] | None = None, *, key: str = "", **fields: Any) -> Order:
        """Each line names a product, or a name and a price."""
        return self._call("POST", "orders", body={"customer": customer, "lines": lines or [], **fields}, key=key)

    def write_lines(self, number: int, lines: list[dict[str, Any]], *, discount: int = 0, version: int | None = None) -> Order:
        return self._call("PUT", f"orders/{number}/lines", body={"lines": lines, "discount": discount, **without_none(version=version)})

    def step(self, number: int, state: str, *, word: str = "", version: int | None = None, key: str = "") -> Order:
        """placed, sent, delivered, cancelled or returned; the last two want a word why."""
        return self._call("POST", f"orders/{number}/steps", body={"state": state, "word": word, **without_none(version=version)}, key=key)

    def pay(self, number: int, amount: int, day: str, way: str, *, reference: str = "", key: str = "") -> Payment:
        """What came in, or below zero what we paid back. The same key is the same payment."""
        return self._call("POST", f"orders/{number}/payments", body={"amount": amount, "day": day, "way": way, "reference": reference}, key=key)

    def strike_payment(self, number: int, payment: int) -> Payment:
        return self._call("DELETE", f"orders/{number}/payments/{payment}")

    def pipelines(self) -> list[Pipeline]:
        return self._call("GET", "pipelines")

    def deals(self, **asked: Any) -> Iterator[Deal]:
        """Those in a state ("open"), or of a stage, pipeline, customer or case, or that say some words (`q`)."""
        return self._caller.pages("deals", asked)

    def deal(self, number: int) -> Deal:
        return self._call("GET", f"deals/{number}")

    def open_deal(self, title: str, stage: int, *, customer: int | None = None, case: int | None = None, key: str = "", **fields: Any) -> Deal:
        return self._call("POST", "deals", body={"title": title, "stage": stage, **without_none(customer=customer, case=case), **fields}, key=key)

    def move_deal(self, number: int, stage: int, *, version: int | None = None) -> Deal:
        return self._call("PUT", f"deals/{number}/stage", body={"stage": stage, **without_none(version=version)})

    def win(self, number: int, *, version: int | None = None) -> Deal:
        return self._call("PUT", f"deals/{number}/end", body={"state": "won", **without_none(version=version)})

    def lose(self, number: int, reason: int, *, words: str = "", version: int | None = None) -> Deal:
        return self._call("PUT", f"deals/{number}/end", body={"state": "lost", "reason": reason, "words": words, **without_none(version=version)})

    def quotes(self, deal: int) -> list[Quote]:
        return self._call("GET", f"deals/{deal}/quotes")

    def create_quote(self, deal: int, lines: list[dict[str, Any]] | None = None, *, key: str = "") -> Quote:
        return self._call("POST", f"deals/{deal}/quotes", body={"lines": lines or []}, key=key)

    def send_quote(self, number: int, case: int, text: str, *, version: int | None = None, key: str = "") -> Quote:
        """Its link goes below an answer of the case."""
        return self._call("POST", f"quotes/{number}/sending", body={"case": case, "text": text, **without_none(version=version)}, key=key)

    def order_quote(self, number: int) -> Order:
        """What the customer accepted becomes an order, once."""
        return self._call("POST", f"quotes/{number}/order")


class House(Subject):
    def me(self) -> Any:
        """The token: what it is good for, until when, and whose rights it has."""
        return self._call("GET", "me")

    def people(self) -> Iterator[Any]:
        return self._caller.pages("people", {})

    def departments(self) -> Any:
        return self._call("GET", "departments")

    def channels(self) -> Any:
        return self._call("GET", "channels")

    def records_health(self) -> Any:
        """How many records are at fault, by what is wrong with them, with the last three months."""
        return self._call("GET", "records/health")


class Events(Subject):
    def after(self, cursor: int = 0, *, types: list[str] | None = None, limit: int = 50) -> tuple[list[Event], int, bool]:
        """(what happened behind the cursor, the cursor behind that, whether there is more already)."""
        found = self._call("GET", "events", query={"after": cursor, "type": types, "limit": limit})
        return found["items"], found["after"], found["more"]

    def follow(self, cursor: int = 0, *, types: list[str] | None = None, every: float = 5.0) -> Iterator[tuple[Event, int]]:
        """Everything that happens, for ever: (event, the cursor to go on from after it is dealt with)."""
        while True:
            found, behind, more = self.after(cursor, types=types)
            for event in found:
                yield event, event["id"]
            cursor = behind
            if not more:
                time.sleep(every)
