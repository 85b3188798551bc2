"""From what curators write to records in memory: reading, ids, form, references, mentions."""
