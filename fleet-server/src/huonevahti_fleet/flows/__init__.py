"""One file for each thing that happens; a flow returns what must be sent, and sends nothing itself."""
