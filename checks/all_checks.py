"""The one list of checks. A new check is one file and one line here."""

from checks import cross_domain_edges, cycles, unreadable_files

CHECKS = (cross_domain_edges.CHECK, cycles.CHECK, unreadable_files.CHECK)
