"""The words a terminal and the fleet server speak, and the pure plan both compute."""
