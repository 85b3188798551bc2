"""Statements, officials and meetings, found in the text of an article by rules.

Standard library only, no models, no network; the same result on every run.
"""

from scripts.extract.engine import extract
from scripts.extract.known import Known, KnownOfficial, KnownOrganization

EXTRACTOR = "rules-2"
"""Name and version of this engine, kept with every candidate that it makes."""

__all__ = ["EXTRACTOR", "Known", "KnownOfficial", "KnownOrganization", "extract"]
