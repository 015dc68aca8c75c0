"""Webhooks: verified, stored, turned into jobs."""
