"""Restarts in virtual time: the planner of the terminals among people and mishaps, and who checks what came of it."""
