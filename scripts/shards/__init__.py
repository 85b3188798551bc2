"""Shards of articles in, a file of standoff objects for each out: on all cores, resumable, in bounded memory."""

from scripts.shards.run import Job, Summary, extract_shards

__all__ = ["Job", "Summary", "extract_shards"]
