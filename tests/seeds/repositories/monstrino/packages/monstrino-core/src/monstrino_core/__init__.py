"""Primitives that every service shares."""
