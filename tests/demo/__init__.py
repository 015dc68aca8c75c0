"""`make demo`: the whole of adrift on one machine, against the stand-in GitHub."""
