"""The pure middle of the fleet server: it takes values and returns values, and touches nothing."""
