"""`croissant.json`: the release as a Croissant 1.1 dataset, which is schema.org JSON-LD too.

Every table is a file and a record set. Addresses of files are relative to the description, and so is that of the
dataset while it has no home: the specification demands an address, and none is invented (docs/metadata.md).
"""

from __future__ import annotations

from typing import Any

from dataset.releasing.about import About
from dataset.releasing.coverage import Coverage
from dataset.releasing.facts import ReleaseFacts, TableFacts
from dataset.releasing.texts import given
from schema.tables import BY_NAME, Column, Table

FILE_NAME = "croissant.json"
CONFORMS_TO = "http://mlcommons.org/croissant/1.1"
# The name under which readers of Croissant know the format; the registered type is not known to them.
MEDIA_TYPE = "application/x-parquet"
HOME = "DATASHEET.md"
"""Address of the dataset, relative to its description, while it has no home: the page that describes it."""

_OWN_TERMS = (
    "annotation",
    "arrayShape",
    "citeAs",
    "column",
    "containedIn",
    "equivalentProperty",
    "excludes",
    "extract",
    "field",
    "fileObject",
    "fileProperty",
    "fileSet",
    "format",
    "includes",
    "isArray",
    "isLiveDataset",
    "jsonPath",
    "key",
    "md5",
    "parentField",
    "path",
    "readLines",
    "recordSet",
    "references",
    "regex",
    "repeated",
    "replace",
    "samplingRate",
    "sdVersion",
    "separator",
    "source",
    "subField",
    "transform",
    "unArchive",
    "value",
)

CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    **{term: f"cr:{term}" for term in _OWN_TERMS},
}

DATA_TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "boolean": "sc:Boolean",
    "number": "sc:Float",
    "date": "sc:Date",
}


def document(facts: ReleaseFacts, about: About, coverage: Coverage) -> dict[str, Any]:
    """The description of the whole release as JSON-LD."""
    doi = about.version_doi(facts.version)
    return given(
        **{"@context": CONTEXT, "@type": "sc:Dataset"},
        conformsTo=CONFORMS_TO,
        name=about.title,
        alternateName=about.name,
        description=f"{about.description} {about.abstract}",
        url=about.url or HOME,
        identifier=f"https://doi.org/{doi}" if doi else None,
        license=about.licences.data.spdx_url,
        creator=[_organization(name) for name in about.creators],
        publisher=_organization(about.publisher),
        datePublished=facts.date.isoformat(),
        version=facts.version,
        keywords=list(about.keywords),
        inLanguage=list(coverage.languages),
        temporalCoverage=coverage.period,
        spatialCoverage=[{"@type": "sc:Place", "name": name} for name in coverage.state_names],
        isAccessibleForFree=True,
        isLiveDataset=False,
        sdLicense=about.licences.data.spdx_url,
        citeAs=cite_as(facts, about),
        distribution=[_file(table) for table in facts.tables],
        recordSet=[_record_set(BY_NAME[table.name]) for table in facts.tables],
    )


def cite_as(facts: ReleaseFacts, about: About) -> str:
    """The citation of the release as BibTeX."""
    fields = given(
        author=" and ".join(f"{{{name}}}" for name in about.creators),
        title=f"{{{about.title}}}",
        year=str(facts.date.year),
        version=facts.version,
        publisher=f"{{{about.publisher}}}",
        doi=about.version_doi(facts.version),
        url=about.url,
    )
    inner = ", ".join(f"{name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{about.name}-{facts.version}, {inner}}}"


def _organization(name: str) -> dict[str, str]:
    return {"@type": "sc:Organization", "name": name}


def _file(table: TableFacts) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": table.file,
        "name": table.file,
        "contentUrl": table.file,
        "contentSize": f"{table.size} B",
        "encodingFormat": MEDIA_TYPE,
        "sha256": table.sha256,
    }


def _record_set(table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": [_field(table, column) for column in table.columns],
    }


def _field(table: Table, column: Column) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": _description(column),
        "dataType": DATA_TYPES[column.type],
        "source": {
            "fileObject": {"@id": f"{table.name}.parquet"},
            "extract": {"column": column.name},
        },
    }


def _description(column: Column) -> str:
    """What a column holds and where it leads.

    Links are told in words here and declared in the Data Package: mlcroissant joins tables where they are declared, and
    in 1.1.1 it cannot read a linked record set after the one that it leads to.
    """
    notes = [column.description]
    if column.references:
        notes.append(f"References {column.references}.")
    if column.vocabulary:
        notes.append(f"Vocabulary {column.vocabulary}.")
    return " ".join(notes)
