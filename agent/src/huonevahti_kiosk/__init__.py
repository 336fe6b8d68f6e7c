"""The kiosk launcher: it owns the browser in front of the customer, and answers few questions about it."""
