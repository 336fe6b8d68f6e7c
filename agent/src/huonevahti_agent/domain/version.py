"""The release of this agent."""

AGENT_VERSION = "0.1.0"
"""As in the project file; kept here because reading package metadata costs the resident process a megabyte."""
