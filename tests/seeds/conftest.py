"""The repositories are what is reviewed, no tests of adrift."""

collect_ignore = ["repositories"]
