"""Faults, tried for real: processes that are killed, a GitHub and a git server that misbehave, disks that are full."""
