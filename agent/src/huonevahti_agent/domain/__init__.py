"""What the agent decides, as pure functions of plain values."""
