"""Every check on records, tables and releases, and the findings they yield."""
