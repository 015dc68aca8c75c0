"""Sentences by kind of evidence."""
