"""Runs of processes that commands take further: where each stands, what may come, what is refused."""
