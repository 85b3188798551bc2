"""Statements, officials and meetings, found in the text of an article by rules.

Standard library only, no models, no network; the same result on every run.
"""

from scripts.extract.engine import extract

EXTRACTOR = "rules-1"

__all__ = ["EXTRACTOR", "extract"]
