"""The command line: the only storey that knows the clock, the environment and the terminal."""
