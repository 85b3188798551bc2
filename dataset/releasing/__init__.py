"""Releases: cut once, never changed, compared, proved, cited."""
