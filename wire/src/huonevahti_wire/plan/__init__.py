"""The pure plan both sides compute: opening hours, the session guard, when picture and sound may be tested."""
