"""Telephone numbers: read however typed, kept as E.164, shown as people of the place write them, found by any part."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from sandali.kit.digits import localize_digits, to_ascii
from sandali.kit.text import isolate

_KINDS = {
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE: "landline",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "either",
    PhoneNumberType.TOLL_FREE: "toll_free",
    PhoneNumberType.VOIP: "voip",
}
MAX_TYPED = 60
_HOME_MOBILE = re.compile(r"(?:\+98|0098|98|0)?(9[0-9]{9})")  # as nearly everybody in Iran writes one


@dataclass(frozen=True, slots=True)
class Phone:
    """`e164`: "+989121234567". `as_written`: as the person typed it. `kind`: mobile, landline, either, toll_free, voip or other.
    `extension`: what follows "ext" or «داخلی», "" without.
    """

    e164: str
    as_written: str
    kind: str
    extension: str = ""


def parse_phone(text: str, region: str = "IR") -> Phone | None:
    """The number in `text` (any digits; +98…, 0098…, 98…, 0912…, 912…, «۰۲۱-…»), or None when it is not a possible valid number."""
    written = isolate(text)
    plain = to_ascii(written).replace("\u200c", " ").replace("داخلی", " ext ")
    if not written or len(plain) > MAX_TYPED:
        return None
    if region == "IR" and (plainly := _HOME_MOBILE.fullmatch(plain)) and _iranian_mobiles().fullmatch(plainly[1]):
        return Phone(f"+98{plainly[1]}", written, "mobile")  # what the library finds too, in a tenth of its time
    try:
        number = phonenumbers.parse(plain, region)
    except NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    kind = _KINDS.get(phonenumbers.number_type(number), "other")
    return Phone(phonenumbers.format_number(number, PhoneNumberFormat.E164), written, kind, number.extension or "")


@cache
def _iranian_mobiles() -> re.Pattern[str]:
    """The library's own word on which ten digits are a mobile number in Iran: their ranges change with its releases."""
    known = phonenumbers.PhoneMetadata.metadata_for_region("IR", None)
    pattern = known.mobile.national_number_pattern if known and known.mobile else None
    return re.compile(pattern or "(?!)")


@lru_cache(maxsize=1024)
def _parsed(e164: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(e164, None)
    except NumberParseException:
        return None


@lru_cache(maxsize=1024)
def _grouped(e164: str, region: str) -> str:
    number = _parsed(e164)
    if number is None:
        return e164
    home = phonenumbers.country_code_for_region(region) == number.country_code
    if home and region == "IR" and phonenumbers.number_type(number) == PhoneNumberType.MOBILE:
        national = f"0{number.national_number}"  # Iran writes 0912 345 6789
        return f"{national[:4]} {national[4:7]} {national[7:]}"
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL)


def show_phone(e164: str, language: str, region: str = "IR") -> str:
    """The number grouped for reading: local form at home («۰۹۱۲ ۳۴۵ ۶۷۸۹»), international abroad. Put it inside `dir="ltr"`."""
    return localize_digits(_grouped(e164, region), language)


def national_number(e164: str, region: str = "IR") -> str:
    """The digits that are dialled in a country: "09121234567" at home, "00442079460958" abroad."""
    number = _parsed(e164)
    if number is None:
        return e164.replace("+", "00")
    if phonenumbers.country_code_for_region(region) == number.country_code:
        return "".join(char for char in phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL) if char.isdigit())
    return f"00{number.country_code}{phonenumbers.national_significant_number(number)}"


@lru_cache(maxsize=1024)
def is_mobile(e164: str) -> bool:
    """Whether short messages reach a number. In some countries a number does not say."""
    number = _parsed(e164)
    return number is not None and phonenumbers.number_type(number) in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def phone_search_forms(e164: str) -> list[str]:
    """The forms under which a search should find the number, for the index of folded text: with country code, with 0 and with 00,
    the national number, its last eight, seven and four digits."""
    if e164.startswith("+98") and _HOME_MOBILE.fullmatch(e164):
        code, national = "98", e164[3:]
    elif (number := _parsed(e164)) is not None:
        code, national = str(number.country_code), phonenumbers.national_significant_number(number)
    else:
        return ["".join(char for char in to_ascii(e164) if char.isdigit())]
    forms = [f"{code}{national}", f"0{national}", f"00{code}{national}", national]
    forms += [national[-size:] for size in (8, 7, 4) if len(national) > size]
    return list(dict.fromkeys(forms))


def phone_query(text: str) -> str:
    """The digits of a query that looks like (part of) a telephone number, without spaces and signs; "" when it does not.

    «۰۹۱۲ ۳۴۵», "+98 912-345" and "(021) 8877" become one word to look up as a prefix among `phone_search_forms`.
    """
    plain = to_ascii(isolate(text)).replace("\u200c", " ").strip()
    digits = "".join(char for char in plain if char.isdigit())
    others = set(plain) - set("0123456789 +-().‐–/")
    return digits if len(digits) >= 4 and not others else ""
