"""Record kinds, vocabularies, dates and the table registry; no I/O but its own YAML."""
