"""What runs on a terminal: it senses, judges against its profile, reports and obeys signed jobs."""
