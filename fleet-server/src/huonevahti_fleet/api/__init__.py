"""The same rooms for programs: REST under /api/v1."""
