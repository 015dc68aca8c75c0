"""Installations: what becomes of them, what they grant, and what is deleted with them."""
