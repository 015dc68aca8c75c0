"""Measurements by hand: against peers, on clones that are at hand, and how cost grows. Nothing is fetched."""
