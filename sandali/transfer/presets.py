"""Exports of other programs, recognised by their headings: what their rows are about, and what their columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sandali.transfer.archive.sheets import CASES, CUSTOMERS, MESSAGES, ORGANISATIONS
from sandali.transfer.models import Subject
from sandali.transfer.targets import spelled


@dataclass(frozen=True, slots=True)
class Preset:
    """One table of one program. `marks`: headings that tell it. `plan`: heading → target; what is not named is guessed only when
    `guess` says so. `source` names the program in SourceKey, and with its title on the page. Of what `has_place` is false for nothing here can be made:
    no column of it means anything until somebody says so."""

    source: str
    title: str
    subject: str
    marks: frozenset[str]
    plan: dict[str, str]
    guess: bool = True
    has_place: bool = True


def preset(source: str, title: str, subject: str, marks: str, plan: str, *, guess: bool = True) -> Preset:
    """`marks` and `plan` as words: "a b", "heading=target"; headings as targets.spelled gives them."""
    pairs = (pair.partition("=") for pair in plan.split())
    return Preset(source, title, subject, frozenset(marks.split()), {heading: target for heading, _is, target in pairs}, guess)


def without_place(source: str, title: str, marks: str) -> Preset:
    """A table that would make people of products, groups or deals if its columns were guessed."""
    return Preset(source, title, Subject.CUSTOMERS, frozenset(marks.split()), {}, guess=False, has_place=False)


WITHOUT_PLACE: Final = {
    ("zendesk", "Zendesk"): (
        "actorid changedescription sourceid sourcetype", "brandurl hashelpcenter helpcenterstate", "timezone daylightoffset daylightstartutc",
        "fivetransynced index organizationid domainname", "fivetransynced fivetrandeleted createdat name updatedat url",
        "starttimeutc endtimeutc timezone", "scheduleid startdate enddate name",
        "slapolicyid metric target", "slapolicyid ticketid policyappliedat", "fivetransynced timezone standardoffset", "chatid ticketid visitorid",
        "chatid chatindex actorid", "fieldname ticketid updated value", "enduservisible displayname fivetransynced", "fivetransynced ticketid scheduleid",
    ),
    ("salesforce", "Salesforce"): (
        "fivetranstart fivetranend fivetransynced id", "opportunityid unitprice quantity", "ordernumber effectivedate pricebook2id",
        "productcode family isactive", "username profileid usertype localesidkey", "developername parentroleid forecastuserid",
    ),
}  # fmt: skip

PRESETS: tuple[Preset, ...] = (
    preset("zendesk", "Zendesk", Subject.MESSAGES, "ticketid body public userid", "id=key ticketid=case_key userid=author_key body=text public=is_public created=created_at createdat=created_at", guess=False),
    preset("zendesk", "Zendesk", Subject.CASES, "requesterid submitterid subject status", "id=key requesterid=customer_key subject=subject rawsubject= description=text createdat=created_at updatedat=closed_at tags=tags priority=priority status=state", guess=False),
    preset("zendesk", "Zendesk", Subject.CUSTOMERS, "ticketrestriction organizationid email", "id=key name=name email=email phone=phone organizationid=organisation_key details=note notes=note createdat=created_at locale=language role=role tags=tags", guess=False),
    preset("zendesk", "Zendesk", Subject.ORGANISATIONS, "sharedtickets sharedcomments name", "id=key name=name details=note notes=note createdat=created_at domainnames=website", guess=False),
    preset("zendesk", "Zendesk", Subject.TAGS, "fivetransynced userid tag", "userid=customer_key tag=tags", guess=False),
    preset("zendesk", "Zendesk", Subject.TAGS, "fivetransynced organizationid tag", "organizationid=organisation_key tag=tags", guess=False),
    preset("zendesk", "Zendesk", Subject.TAGS, "fivetransynced ticketid tag", "ticketid=case_key tag=tags", guess=False),
    preset("salesforce", "Salesforce", Subject.DEALS, "stagename forecastcategory closedate", "id=key name=title contactid=customer_key accountid=organisation_key amount=amount currencyisocode=currency stagename=stage isclosed=is_closed iswon=is_won closedate=closed_at description=note createddate=created_at", guess=False),
    preset("salesforce", "Salesforce", Subject.NOTES, "whoid whatid subject activitydate", "id=key whoid=customer_key subject=text description=text createddate=created_at", guess=False),
    preset("salesforce", "Salesforce", Subject.CUSTOMERS, "isconverted leadsource company", "id=key name=name firstname=first_name lastname=last_name email=email phone=phone mobilephone=phone company=organisation title=job_title city=city description=note createddate=created_at", guess=False),
    preset("salesforce", "Salesforce", Subject.CUSTOMERS, "reportstoid accountid lastname", "id=key name=name firstname=first_name lastname=last_name email=email phone=phone mobilephone=phone accountid=organisation_key title=job_title mailingcity=city description=note createddate=created_at", guess=False),
    preset("salesforce", "Salesforce", Subject.ORGANISATIONS, "billingcity sic name", "id=key accountid=key name=name accountname=name website=website description=note createddate=created_at", guess=False),
    preset("salesforce", "Salesforce", Subject.CASES, "casenumber contactid subject status", "id=key casenumber= contactid=customer_key subject=subject description=text createddate=created_at closeddate=closed_at priority=priority status=state", guess=False),
    preset("hubspot", "HubSpot", Subject.CUSTOMERS, "recordid lifecyclestage", "recordid=key contactowner= leadstatus=tags"),
    preset("hubspot", "HubSpot", Subject.ORGANISATIONS, "recordid companyname", "recordid=key companyname=name companydomainname=website"),
    preset("freshdesk", "Freshdesk", Subject.CUSTOMERS, "fullname workphonenumber uniqueexternalid", "uniqueexternalid=key twitterprofile= facebookprofile="),
    preset("chatwoot", "Chatwoot", Subject.CUSTOMERS, "phonenumber identifier", "id=key identifier= thumbnail= additionalattributescity=city additionalattributescompanyname=organisation"),
    preset("zammad", "Zammad", Subject.CUSTOMERS, "login firstname lastname organization", "id=key login= organizationid=organisation_key roles=role roleids= note=note"),
    preset("espocrm", "EspoCRM", Subject.CUSTOMERS, "emailaddress firstname lastname accountname", "id=key accountid=organisation_key accountname=organisation phonenumber=phone emailaddress=email addresscity=city salutationname="),
    preset("odoo", "Odoo", Subject.CUSTOMERS, "displayname email mobile", "id=key externalid=key displayname=name name= companyname=organisation parentid=organisation parentname=organisation function=job_title categoryid=tags comment=note"),
)  # fmt: skip
OWN: Final = "sandali"
IN_UTC: Final = frozenset({"zendesk", "salesforce"})  # their moments are in UTC, and the tables do not say so


def own_presets() -> tuple[Preset, ...]:
    """The tables of another house's archive (archive/sheets), known by their first heading in either language."""
    subjects = ((Subject.CUSTOMERS, CUSTOMERS), (Subject.ORGANISATIONS, ORGANISATIONS), (Subject.CASES, CASES), (Subject.MESSAGES, MESSAGES))
    return tuple(
        Preset(OWN, "Sandali", subject, frozenset([spelled(first)]), {spelled(heading): target for heading, target in sheet.plan().items()}, guess=False)
        for subject, sheet in subjects
        for first in (sheet.columns[0].english, sheet.columns[0].persian)
    )


PRESETS += own_presets()
PRESETS += tuple(without_place(*program, marks) for program, tables in WITHOUT_PLACE.items() for marks in tables)
TITLES: Final = {one.source: one.title for one in PRESETS}


def recognise_export(names: Sequence[str]) -> Preset | None:
    """The preset whose marks all stand among the headings; of several, the one that is marked most."""
    headings = {spelled(name) for name in names}
    fitting = [one for one in PRESETS if one.marks <= headings]
    if own := [one for one in fitting if one.source == OWN]:
        return own[0]
    return max(fitting, key=lambda one: len(one.marks), default=None)
