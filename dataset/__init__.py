"""The Iran–Iraq Security Dialogue Dataset: who said what to whom, and who met whom.

>>> import dataset
>>> dataset.tables()                                                     # doctest: +SKIP
['anchors', 'article_credits', ..., 'statements_wide', 'tenures', 'vocabularies']
>>> statements = dataset.load("statements_wide").to_pandas()             # doctest: +SKIP
>>> dataset.describe("statements_wide")["description"]                   # doctest: +SKIP
'A statement with its article, speakers, addressees, recipients and topics in one line.'
>>> dataset.connect().sql("SELECT speakers, content FROM statements_wide").df()  # doctest: +SKIP

`make data` builds the tables; importing this package loads neither pyarrow nor duckdb.
"""

from __future__ import annotations

from dataset.loader import connect, describe, load, tables

__all__ = ["__version__", "connect", "describe", "load", "tables"]

__version__: str
"""Version of the installed tools, looked up when it is asked for."""

DISTRIBUTION = "iran-iraq-security-dialogue-tools"


def __getattr__(name: str) -> str:
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:  # run from a folder that was never installed
        return "0+unknown"
