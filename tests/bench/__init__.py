"""Measures what the design promises in figures, side by side with what the machine could do at all."""
