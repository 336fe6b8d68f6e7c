"""The thin edges by which the agent touches its disk, its broker and its child processes."""
