"""Candidates: what an engine found in an article, made ready for review, and what reviewers made of it.

A candidate lies beside the records (`dataset/candidates`), never in them. `load` opens the desk for an article,
`propose` fills it, `accept` and `reject` return changed texts, and `save` writes them. Nothing but `save` writes.
"""

from scripts.candidates.decide import Change, accept, check, reject, save
from scripts.candidates.desk import Desk, load
from scripts.candidates.propose import Proposal, propose

__all__ = ["Change", "Desk", "Proposal", "accept", "check", "load", "propose", "reject", "save"]
