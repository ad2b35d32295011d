"""Views that the company shares: lists that somebody looks at every morning."""

from __future__ import annotations

from urllib.parse import parse_qs

from sandali.cases.actions.saved_views import save_view
from sandali.company.permissions import Role
from sandali.demo.company import House
from sandali.demo.matters import TEXTS


def save_views(house: House) -> None:
    """Save those of texts/<language>/views.txt: name, department ("" for everybody), filter as a query string."""
    admin = next(person for person in house.people.values() if person.role == Role.ADMIN)
    for line in (TEXTS / house.company.language / "views.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, department, query = (part.strip() for part in line.split("|"))
            save_view(name, parse_qs(query), by=admin, department=house.departments.get(department), for_everybody=not department)
