"""A saved page or plain text becomes a source and article stubs that a curator completes.

`receive` reads what is handed in, `ingest` stores it. lxml and trafilatura are imported when a page is read.
"""

from scripts.ingest.engine import Outcome, ingest
from scripts.ingest.options import Options
from scripts.ingest.received import Received, receive, understood

__all__ = ["Options", "Outcome", "Received", "ingest", "receive", "understood"]
