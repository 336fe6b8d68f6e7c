"""The hosts an agent can stand on for real: today the Linux kiosk."""
