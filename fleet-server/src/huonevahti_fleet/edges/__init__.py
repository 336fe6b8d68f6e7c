"""Where the office touches the world: the broker, the clock, the monitoring."""
