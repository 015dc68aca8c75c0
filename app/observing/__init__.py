"""What a running service tells of itself: log lines and metrics."""
