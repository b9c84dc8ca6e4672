"""Where it hurts: a figure to mark, and what became of it between two visits."""
