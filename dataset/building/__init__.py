"""Records to published tables: rows, derived tables, rights guard, deterministic Parquet."""
