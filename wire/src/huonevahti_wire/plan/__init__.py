"""The pure plan both sides compute: opening hours now, restarts and the session guard's arithmetic later."""
