"""Scenarios: what happens to the world is written down, the real agent and the real rules say what they make of it."""
