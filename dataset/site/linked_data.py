"""What a page is about, as schema.org JSON-LD. Addresses are relative to the page, for nobody knows where it will lie.

A date stands here only where it is a day, month or year without a doubt: schema.org knows no other.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from dataset.releasing.citation import Creator, plain_name
from dataset.releasing.coverage import Coverage
from dataset.releasing.datapackage import MEDIA_TYPE
from dataset.releasing.texts import given
from dataset.site.dates import machine
from dataset.site.tables import Row, Tables
from dataset.site.views import Meeting, Statement, Views, Who

Node: TypeAlias = dict[str, Any]

CONTEXT = "https://schema.org"
LICENCES = "https://spdx.org/licenses/"
EVENT_STATUS = {"cancelled": "EventCancelled", "postponed": "EventPostponed"}
"""Statuses that schema.org has a name for; it has none for what was held, only proposed, or is unclear."""

OUTLETS = {"newspaper", "broadcaster", "news-agency", "news-site"}
PUBLIC_BODIES = {
    "government",
    "head-of-government-office",
    "head-of-state-office",
    "judiciary",
    "legislature",
    "ministry",
    "mission",
    "security-council",
    "state",
    "state-body",
}


def dataset(tables: Tables, coverage: Coverage, base: str = "") -> Node:
    """The release as a Dataset with its files; `base` leads from the page to the root of the site."""
    about = tables.about
    folder = f"{base}data/{about.version}"
    return given(
        **{"@context": CONTEXT, "@type": "Dataset", "@id": f"{base}index.html#dataset"},
        name=about.title,
        description=tables.package.get("description"),
        version=about.version,
        datePublished=about.date,
        license=f"{LICENCES}{about.license}" if about.license else None,
        creator=[_creator(creator) for creator in about.creators],
        publisher=_named("Organization", about.publisher),
        identifier=about.link,
        url=about.link or f"{base}index.html",
        inLanguage=list(coverage.languages),
        temporalCoverage=coverage.period,
        spatialCoverage=[_named("Place", name) for name in coverage.state_names],
        isAccessibleForFree=True,
        distribution=[
            {
                "@type": "DataDownload",
                "name": f"{name}.parquet",
                "contentUrl": f"{folder}/{name}.parquet",
                "encodingFormat": MEDIA_TYPE,
                "contentSize": f"{entry.bytes} B",
                "sha256": entry.sha256,
            }
            for name, entry in tables.manifest.tables.items()
        ],
    )


def page(tables: Tables, title: str, base: str = "", kind: str = "WebPage") -> Node:
    """A page that is no record."""
    return {
        "@context": CONTEXT,
        "@type": kind,
        "name": title,
        "inLanguage": "en",
        "isPartOf": part_of(tables, base),
    }


def part_of(tables: Tables, base: str) -> Node:
    """The release, in short, of which everything is a part."""
    return {
        "@type": "Dataset",
        "@id": f"{base}index.html#dataset",
        "name": tables.about.title,
        "version": tables.about.version,
    }


def statement(views: Views, found: Statement) -> Node:
    """A statement as a Quotation: words, who is reported to have said them, and the article that reports it."""
    row = found.row
    article = views.tables.group("articles", "article_id")[row["article_id"]][0]
    return given(
        **_record(views.tables, "Quotation", found.id),
        name=f"Statement {found.id}",
        text=row["content"],
        inLanguage=article["language"],
        dateCreated=machine(row["date"]),
        spokenByCharacter=[_party(who) for who in found.speakers],
        about=[views.tables.label("topic", topic) for topic in found.topics] or None,
        isBasedOn=_article(views.tables, article),
        recordedAt=_event_link(row["said_at_meeting_id"], row["said_at_meeting"]),
        isPartOf=part_of(views.tables, "../"),
    )


def official(views: Views, row: Row) -> Node:
    """An official as a Person with the posts held."""
    tables, record_id = views.tables, row["official_id"]
    names = [name["name"] for name in tables.belonging("names", "officials", record_id)]
    wikidata = row["wikidata_id"]
    return given(
        **_record(tables, "Person", record_id),
        name=row["name"],
        alternateName=[name for name in dict.fromkeys(names) if name != row["name"]] or None,
        birthDate=machine(row["born"]),
        deathDate=machine(row["died"]),
        sameAs=f"http://www.wikidata.org/entity/{wikidata}" if wikidata else None,
        memberOf=[_role(tables, post) for post in views.tenures("official_id", record_id)] or None,
        subjectOf=part_of(tables, "../"),
    )


def tenure(views: Views, row: Row) -> Node:
    """A tenure as the Person who is in that role a member of an Organization."""
    tables = views.tables
    return {
        "@context": CONTEXT,
        **(_link("Person", row["official_id"], tables.name("officials", row["official_id"])) or {}),
        "memberOf": [_role(tables, row)],
        "subjectOf": part_of(tables, "../"),
    }


def _role(tables: Tables, post: Row) -> Node:
    body = post["organization_id"]
    return given(
        **{"@type": "OrganizationRole", "@id": _address(post["tenure_id"])},
        identifier=post["tenure_id"],
        roleName=post["title"],
        startDate=machine(post["start"]),
        endDate=machine(post["end"]),
        memberOf=_link("Organization", body, tables.name("organizations", body)),
    )


def organization(views: Views, row: Row) -> Node:
    """A body as an Organization of the nearest kind."""
    tables, record_id, kind = views.tables, row["organization_id"], row["classification"]
    type_ = "GovernmentOrganization" if kind in PUBLIC_BODIES else "Organization"
    names = [name["name"] for name in tables.belonging("names", "organizations", record_id)]
    wikidata = row["wikidata_id"]
    return given(
        **_record(tables, "NewsMediaOrganization" if kind in OUTLETS else type_, record_id),
        name=row["name"],
        alternateName=[name for name in dict.fromkeys(names) if name != row["name"]] or None,
        parentOrganization=_link(
            "Organization", row["parent_id"], tables.name("organizations", row["parent_id"])
        ),
        sameAs=f"http://www.wikidata.org/entity/{wikidata}" if wikidata else None,
        subjectOf=part_of(tables, "../"),
    )


def meeting(views: Views, found: Meeting) -> Node:
    """A meeting as an Event; that it was held is said by its status in the dataset alone."""
    row, tables = found.row, views.tables
    came = [who for who in found.participants if who.note == "attended"]
    place = ", ".join(part for part in (row["place"], tables.label("iso3", row["iso3"])) if part)
    status = EVENT_STATUS.get(row["status"])
    return given(
        **_record(tables, "Event", found.id),
        name=row["title"],
        startDate=machine(row["start"]),
        endDate=machine(row["end"]),
        eventStatus=f"https://schema.org/{status}" if status else None,
        location=_named("Place", place) if place else None,
        attendee=[_party(who) for who in came] or None,
        superEvent=_event_link(row["parent_meeting_id"], row["parent_meeting"]),
        subjectOf=part_of(tables, "../"),
    )


def article(views: Views, row: Row) -> Node:
    """An article as a NewsArticle, without its body."""
    return {
        "@context": CONTEXT,
        **_article(views.tables, row),
        "identifier": row["article_id"],
        "subjectOf": part_of(views.tables, "../"),
    }


def _record(tables: Tables, type_: str, record_id: str) -> Node:
    return {
        "@context": CONTEXT,
        "@type": type_,
        "@id": _address(record_id),
        "identifier": {
            "@type": "PropertyValue",
            "propertyID": f"{tables.about.title}, version {tables.about.version}",
            "value": record_id,
        },
    }


def _address(record_id: str) -> str:
    return f"{record_id}.html#record"


def _article(tables: Tables, row: Row) -> Node:
    outlet = row["publisher_id"]
    return given(
        **{"@type": "NewsArticle", "@id": _address(row["article_id"])},
        headline=row["title"],
        inLanguage=row["language"],
        datePublished=machine(row["published"]),
        url=row["url"],
        publisher=_link("NewsMediaOrganization", outlet, tables.name("organizations", outlet)),
    )


def _party(who: Who) -> Node:
    kind = "Person" if who.official_id else "Organization"
    return _link(kind, who.link, who.name) or {"@type": kind, "name": who.name}


def _event_link(meeting_id: str | None, title: str | None) -> Node | None:
    return _link("Event", meeting_id, title)


def _link(type_: str, record_id: str | None, name: str | None) -> Node | None:
    if record_id is None:
        return None
    return given(**{"@type": type_, "@id": _address(record_id)}, name=name)


def _named(type_: str, name: str | None) -> Node | None:
    return None if name is None else {"@type": type_, "name": name}


def _creator(creator: Creator) -> Node:
    kind = "Organization" if creator.name else "Person"
    return {"@type": kind, "name": plain_name(creator)}
