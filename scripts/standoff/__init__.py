"""Articles in, standoff objects out: reading articles, running an engine over them, checking what it answers."""
