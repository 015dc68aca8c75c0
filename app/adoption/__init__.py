"""Bringing a repository under a policy. Pure: values in, values out; the command line reads and writes the files."""
