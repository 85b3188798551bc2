"""How well an engine finds statements, officials and meetings, measured against gold."""
