"""The proofs: they mirror the source, and besides hold house rules, end-to-end runs and the bench."""
