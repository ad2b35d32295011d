"""Official holidays of a country, from the `holidays` library, for filling a company's calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sandali.kit.digits import localize_digits
from sandali.kit.jalali import year_range

if TYPE_CHECKING:
    from holidays import HolidayBase

# Beyond these the library has no tables for the lunar holidays.
FIRST_YEAR, LAST_YEAR = 1980, 2100


@dataclass(frozen=True, slots=True, order=True)
class Holiday:
    """One official holiday. `estimated`: reckoned ahead (it hangs on the sight of the moon), so a person should confirm it."""

    day: date
    name: str
    estimated: bool


def supported_countries() -> list[str]:
    """ISO 3166 codes of the countries whose holidays are known."""
    from holidays import list_supported_countries  # noqa: PLC0415 - 8 MB of memory that only the page of hours needs

    return sorted(list_supported_countries(include_aliases=False))


def _calendar(country: str, years: Iterable[int], language: str) -> "HolidayBase":
    from holidays import country_holidays  # noqa: PLC0415 - as in supported_countries

    if country not in supported_countries():
        raise ValueError(f"no holidays are known for {country!r}")
    calendar = country_holidays(country)
    wanted = next((name for name in calendar.supported_languages if name.split("_")[0] == language), calendar.default_language)
    return country_holidays(country, years=years, language=wanted)


def official_holidays(
    country: str, year_from: int, year_to: int, *, calendar: str = "gregorian", language: str = "fa"
) -> list[Holiday]:
    """Holidays of the years `year_from` to `year_to` (both included; Jalali years with `calendar="jalali"`), by day.

    Names are in `language` where the library has it, else in the country's own. Two holidays on one day are two rows.
    Raises ValueError for an unknown country or years outside 1980–2100.
    """
    if calendar == "jalali":
        first, last = year_range(year_from)[0], year_range(year_to)[1]
    else:
        first, last = date(year_from, 1, 1), date(year_to, 12, 31)
    if not FIRST_YEAR <= first.year <= last.year <= LAST_YEAR:
        raise ValueError(f"holidays are known for {FIRST_YEAR} to {LAST_YEAR}")
    found = _calendar(country, range(first.year, last.year + 1), language)
    label = getattr(found, "estimated_label", None)
    mark = found.tr(label).replace("%s", "") if label else ""
    rows = [(day, name) for day in found if first <= day <= last for name in found.get_list(day)]
    return sorted(
        Holiday(day, _spaced(name.removesuffix(mark) if mark else name, language), bool(mark) and name.endswith(mark))
        for day, name in rows
    )


def _spaced(name: str, language: str) -> str:
    # The library writes «عیدنوروز» and puts «؛» between two names without a space.
    return localize_digits(name.replace("عیدنوروز", "عید نوروز").replace("؛", "؛ ").strip(), language)
