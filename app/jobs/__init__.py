"""Jobs: what is to be done later, on whichever machine; the one door to procrastinate."""
