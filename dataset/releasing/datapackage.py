"""`datapackage.json`: the release as a Data Package, version 2 (https://datapackage.org/standard/data-package/).

Every table is a resource with its schema, key, foreign keys and closed values. A link that may lead to one of several
tables (`record_table`, `record_id`) has no form in the standard; it is in the expectations instead.
"""

from __future__ import annotations

from typing import Any

from dataset.releasing.about import About, Licence
from dataset.releasing.coverage import Coverage
from dataset.releasing.facts import ReleaseFacts, TableFacts
from dataset.releasing.texts import given
from schema import vocabularies
from schema.tables import BY_NAME, Column, Table

FILE_NAME = "datapackage.json"
PROFILES = "https://datapackage.org/profiles/2.0"
MEDIA_TYPE = "application/vnd.apache.parquet"


def descriptor(facts: ReleaseFacts, about: About, coverage: Coverage) -> dict[str, Any]:
    """The descriptor of the whole release."""
    doi = about.version_doi(facts.version) or about.doi
    return given(
        **{"$schema": f"{PROFILES}/datapackage.json"},
        name=about.name,
        id=f"https://doi.org/{doi}" if doi else None,
        title=about.title,
        description=f"{about.description}\n\n{about.abstract}",
        homepage=about.url,
        version=facts.version,
        created=f"{facts.date.isoformat()}T00:00:00Z",
        keywords=list(about.keywords),
        licenses=[_licence(about.licences.data)],
        contributors=[{"title": name, "roles": ["creator"]} for name in about.creators],
        sources=[{"title": outlet} for outlet in coverage.outlets],
        resources=[_resource(table) for table in facts.tables],
    )


def _licence(licence: Licence) -> dict[str, str]:
    return {"name": licence.id, "path": licence.url, "title": licence.title}


def _resource(facts: TableFacts) -> dict[str, Any]:
    table = BY_NAME[facts.name]
    return {
        "name": facts.name,
        "type": "table",
        "path": facts.file,
        "description": table.description,
        "format": "parquet",
        "mediatype": MEDIA_TYPE,
        "bytes": facts.size,
        "hash": f"sha256:{facts.sha256}",
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    links = [_foreign_key(table, column) for column in table.columns if column.references]
    return given(
        **{"$schema": f"{PROFILES}/tableschema.json"},
        fields=[_field(table, column) for column in table.columns],
        primaryKey=list(table.key),
        foreignKeys=links or None,
        missingValues=[],  # a missing value is null in Parquet; an empty text would be a text
    )


def _foreign_key(table: Table, column: Column) -> dict[str, Any]:
    parent = str(column.references)
    (key,) = BY_NAME[parent].key
    # A link into the table itself names no resource: the standard demands it.
    resource = None if parent == table.name else parent
    return {"fields": [column.name], "reference": given(resource=resource, fields=[key])}


def _field(table: Table, column: Column) -> dict[str, Any]:
    constraints = given(
        required=None if column.nullable else True,
        unique=True if table.key == (column.name,) else None,
        pattern=_whole(column.pattern),
        minLength=1 if column.pattern and not _whole(column.pattern) else None,
        minimum=column.minimum,
        maximum=column.maximum,
    )
    return given(
        name=column.name,
        type=column.type,
        description=column.description,
        constraints=constraints or None,
        categories=_categories(column.vocabulary) if column.vocabulary else None,
    )


def _whole(pattern: str | None) -> str | None:
    """A pattern as the standard wants it: in XML Schema's syntax a pattern is the whole value, without anchors."""
    if pattern and pattern.startswith("^") and pattern.endswith("$"):
        return pattern[1:-1]
    return None


def _categories(vocabulary: str) -> list[dict[str, str]]:
    terms = vocabularies.vocabulary(vocabulary).values()
    return [{"value": term.value, "label": term.label} for term in terms]
