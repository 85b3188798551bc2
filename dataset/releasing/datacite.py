"""`datacite.json`: what a repository that gives DOIs asks for, in the JSON of DataCite's Metadata Schema 4.6.

The DOI itself is mandatory there and given by the repository, so it is missing until `dataset/metadata.yaml` names the
one reserved for the version (docs/metadata.md).
"""

from __future__ import annotations

from typing import Any

from dataset.releasing.about import About
from dataset.releasing.coverage import Coverage
from dataset.releasing.datapackage import MEDIA_TYPE
from dataset.releasing.facts import ReleaseFacts
from dataset.releasing.texts import given

FILE_NAME = "datacite.json"
SCHEMA_VERSION = "http://datacite.org/schema/kernel-4"
"""All versions 4.x share it; the record follows 4.6, which knows the date type Coverage."""
SPDX = "https://spdx.org/licenses/"
MOST_SOURCES = 100
"""Above so many articles their addresses are left to the tables: repositories refuse records of any length."""


def document(facts: ReleaseFacts, about: About, coverage: Coverage) -> dict[str, Any]:
    """The record of one version."""
    day, licence = facts.date.isoformat(), about.licences.data
    dates = [{"date": day, "dateType": "Issued"}]
    if coverage.period:
        dates.append({"date": coverage.period, "dateType": "Coverage"})
    return given(
        schemaVersion=SCHEMA_VERSION,
        doi=about.version_doi(facts.version),
        url=about.url,
        types={"resourceTypeGeneral": "Dataset", "resourceType": "Dataset"},
        creators=[{"name": name, "nameType": "Organizational"} for name in about.creators],
        titles=[{"title": about.title, "lang": about.language}],
        publisher={"name": about.publisher},
        publicationYear=str(facts.date.year),
        version=facts.version,
        language=about.language,
        subjects=[{"subject": keyword} for keyword in about.keywords],
        dates=dates,
        rightsList=[
            {
                "rights": licence.title,
                "rightsUri": licence.url,
                "rightsIdentifier": licence.id,
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": SPDX,
            }
        ],
        descriptions=[
            {
                "description": f"{about.description} {about.abstract}",
                "descriptionType": "Abstract",
                "lang": about.language,
            }
        ],
        geoLocations=[{"geoLocationPlace": name} for name in coverage.state_names],
        sizes=[f"{sum(table.size for table in facts.tables)} bytes"],
        formats=[MEDIA_TYPE],
        relatedIdentifiers=_related(about, coverage),
    )


def _related(about: About, coverage: Coverage) -> list[dict[str, str]] | None:
    """The dataset of which this is a version, and the articles from which it is derived."""
    related = []
    if about.doi:
        related.append(_relation("IsVersionOf", "DOI", about.doi))
    if about.repository:
        related.append(_relation("IsCompiledBy", "URL", about.repository))
    if len(coverage.addresses) <= MOST_SOURCES:
        related += [_relation("IsDerivedFrom", "URL", url) for url in coverage.addresses]
    return related or None


def _relation(relation: str, kind: str, identifier: str) -> dict[str, str]:
    return {
        "relationType": relation,
        "relatedIdentifierType": kind,
        "relatedIdentifier": identifier,
    }
