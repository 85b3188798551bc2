"""A release as web pages: every record with its proof, a search, charts; from disk, without a network."""
