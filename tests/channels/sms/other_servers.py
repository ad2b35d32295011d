"""SMS.ir, Melipayamak, Ghasedak and a provider of one's own, as their documentation says."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.channels.sms.sms_server import Asked, SmsServer


class SmsirServer(SmsServer):
    """https://sms.ir/rest-api/: the key in X-API-KEY; `status` 1 for what went well; no id of ours; numbers come as integers."""

    def say(self, asked: Asked) -> tuple[int, Any]:
        if asked.headers.get("x-api-key") != self.key:
            return 401, {"status": 10, "message": "کلید وب سرویس نامعتبر است", "data": None}
        path = asked.path.removeprefix("/v1/")
        if (asked.method, path) == ("POST", "send/bulk"):
            return self.on_send(asked.fields)
        if path == "send/live":
            return self.page([self.row(one) for one in self.taken], asked.fields)
        if path.startswith("send/"):
            found = [self.row(one) for one in self.taken if str(one.number) == path.removeprefix("send/")]
            return (200, self.yes(found[0])) if found else (400, {"status": 111, "message": "هیچ ارسالی یافت نشد", "data": None})
        if path in ("receive/live", "receive/archive"):
            rows = [one for one in self.inbox if one["archived"] is (path == "receive/archive")]
            rows.sort(key=lambda one: one["receivedDateTime"], reverse=asked.fields.get("sortByNewest") == "true")
            return self.page([{name: value for name, value in one.items() if name != "archived"} for one in rows], asked.fields)
        return (200, self.yes(float(self.credit))) if path == "credit" else (404, {"status": 0})

    def yes(self, data: Any) -> dict[str, Any]:
        return {"status": 1, "message": "موفق", "data": data}

    def page(self, rows: list[dict[str, Any]], fields: dict[str, Any]) -> tuple[int, Any]:
        size, number = min(int(fields.get("pageSize", 100)), 100), int(fields.get("pageNumber", 1))
        return 200, self.yes(rows[(number - 1) * size : number * size])

    def row(self, one: Any) -> dict[str, Any]:
        at = int(time.time())
        return {"messageId": one.number, "mobile": int(f"98{one.to[1:]}"), "messageText": one.text, "sendDateTime": at, "lineNumber": int(self.line),
                "cost": 1.0, "deliveryState": one.status or None, "deliveryDateTime": None}  # fmt: skip

    def on_send(self, fields: dict[str, Any]) -> tuple[int, Any]:
        if fields["lineNumber"] != int(self.line):
            return 400, {"status": 101, "message": "شماره خط نامعتبر است", "data": None}
        if self.credit <= 0:
            return 400, {"status": 102, "message": "اعتبار کافی نیست", "data": None}
        [to] = fields["mobiles"]
        given: int | None = {"09120000000": 0}.get(to)
        if given is None and not to.startswith("09"):
            return 200, self.yes({"packId": "p", "messageIds": [None], "cost": 0})
        number = given if given == 0 else self.take(to, fields["messageText"]).number
        return 200, self.yes({"packId": "2b99e63c-9bf8-4a21-9bfe-3f72dc1b46f1", "messageIds": [number], "cost": 1.0})

    def write(self, sender: str, text: str, *, number: int, date: int = 0, archived: bool = False) -> None:
        """Somebody writes to the line."""
        at = date or int(time.time())
        self.inbox.append({"receiveReturnId": number, "messageText": text, "number": int(self.line), "mobile": int(sender), "receivedDateTime": at,
                           "archived": archived})  # fmt: skip


class MelipayamakServer(SmsServer):
    """https://www.melipayamak.com/api/: user name and password in each form; `RetStatus` 1 for what went well; sent ones have other numbers in its list."""

    username = "simorgh"

    def say(self, asked: Asked) -> tuple[int, Any]:
        fields = asked.fields
        if (fields.get("username"), fields.get("password")) != (self.username, self.key):
            return 200, {"Value": "0", "RetStatus": 0, "StrRetStatus": "InvalidUserPass"}
        method = asked.path.removeprefix("/api/SendSMS/")
        if method == "SendSMS":
            return self.on_send(fields)
        if method == "GetDeliveries2":
            known = {str(one.number): one.status for one in self.taken}
            return 200, self.yes(str(known.get(fields["recID"], 100)))
        if method == "GetMessages":
            rows = self.inbox if fields["location"] == "1" else [self.row(one) for one in self.taken]
            return 200, {"RetStatus": 1, "StrRetStatus": "Ok", "Data": rows[: int(fields["count"])]}
        return (200, self.yes(f"{self.credit}.25")) if method == "GetCredit" else (404, {"Message": "No HTTP resource was found"})

    def yes(self, value: str) -> dict[str, Any]:
        return {"Value": value, "RetStatus": 1, "StrRetStatus": "Ok"}

    def on_send(self, fields: dict[str, Any]) -> tuple[int, Any]:
        for code, wrong in ((5, fields["from"] != self.line), (2, self.credit <= 0), (35, fields["to"] == "09120000000")):
            if wrong:
                return 200, {"Value": str(code), "RetStatus": code, "StrRetStatus": "Error"}
        return 200, self.yes(str(self.take(fields["to"], fields["text"]).number))

    def row(self, one: Any) -> dict[str, Any]:
        at = (datetime.now(UTC) + timedelta(hours=3, minutes=30)).strftime("%Y-%m-%dT%H:%M:%S")
        return {"MsgID": one.number + 90_000, "Body": one.text, "SendDate": at, "Sender": self.line, "Receiver": one.to}

    def write(self, sender: str, text: str, *, number: int, date: int = 0) -> None:
        """Somebody writes to the line."""
        at = date or int(time.time())
        self.inbox.append({"MsgID": number, "Body": text, "SendDate": f"/Date({at * 1000})/", "Sender": sender, "Receiver": self.line})


class GhasedakServer(SmsServer):
    """https://ghasedak.me/docs: the key in ApiKey; `isSuccess`; found by `clientReferenceId` (Type 2)."""

    def say(self, asked: Asked) -> tuple[int, Any]:
        if asked.headers.get("apikey") != self.key:
            return 401, {"isSuccess": False, "statusCode": 401, "message": "Unauthorized", "data": None}
        method, fields = asked.path.removeprefix("/rest/api/v1/WebService/"), asked.fields
        if method == "SendSingleSMS":
            if fields["receptor"] == "09120000000" or fields["lineNumber"] != self.line:
                return 400, {"isSuccess": False, "statusCode": 400, "message": "گیرنده معتبر نیست", "data": None}
            taken = self.take(fields["receptor"], fields["message"], fields["clientReferenceId"])
            return 200, self.yes({"receptor": taken.to, "lineNumber": self.line, "cost": 1200, "messageId": str(taken.number), "message": taken.text})
        if method == "CheckSmsStatus":
            ids, by_number = fields["Ids"].split(","), fields["Type"] == "1"
            found = [one for one in self.taken if (str(one.number) if by_number else one.reference) in ids]
            return 200, self.yes([{"messageId": str(one.number), "clientReferenceId": one.reference, "status": one.status} for one in found])
        if method == "GetReceivedSmsesPaging":
            rows = [one for one in self.inbox if one["read"] is (fields["isRead"] == "true")]
            return 200, self.yes({"items": [{name: value for name, value in one.items() if name != "read"} for one in rows], "totalCount": len(rows)})
        known = {"GetAccountInformation": {"Credit": self.credit, "Plan": "نقره ای"}}
        return (200, self.yes(known[method])) if method in known else (404, {"isSuccess": False, "statusCode": 404})

    def yes(self, data: Any) -> dict[str, Any]:
        return {"isSuccess": True, "statusCode": 200, "message": "با موفقیت انجام شد", "data": data}

    def write(self, sender: str, text: str, *, number: int, date: int = 0, read: bool = False) -> None:
        """Somebody writes to the line."""
        at = datetime.fromtimestamp(date or time.time(), tz=UTC) + timedelta(hours=3, minutes=30)
        self.inbox.append({"id": number, "message": text, "sender": sender, "lineNumber": self.line, "receiveDate": at.strftime("%Y-%m-%dT%H:%M:%S.%f"),
                           "read": read})  # fmt: skip


class OwnServer(SmsServer):
    """A provider that nobody knows: what is asked of it was described in the settings (`SETTINGS`)."""

    SETTINGS = {
        "send_method": "POST", "send_headers": "Authorization: Bearer {key}", "number_form": "digits", "ok_path": "result.code", "ok_value": "OK",
        "send_body": '{"dst": ["{to}"], "msg": "{text}", "src": "{from:number}", "ref": "{id}"}', "id_path": "result.ids.0", "in_id": "msg.id",
        "in_from": "msg.from", "in_text": "msg.body", "report_id": "ref", "report_status": "state", "status_path": "state", "delivered_values": "DELIVRD, seen",
        "failed_values": "UNDELIV,EXPIRED",
    }  # fmt: skip

    def say(self, asked: Asked) -> tuple[int, Any]:
        if asked.headers.get("authorization") != f"Bearer {self.key}":
            return 403, {"result": {"code": "AUTH"}}
        if asked.path == "/state":
            return 200, {"state": {str(one.number): one.status for one in self.taken}.get(asked.fields["id"], "?")}
        if asked.fields["src"] != int(self.line):
            return 200, {"result": {"code": "WRONG SOURCE"}}
        [to] = asked.fields["dst"]
        return 200, {"result": {"code": "ok", "ids": [self.take(to, asked.fields["msg"], asked.fields["ref"]).number]}}
