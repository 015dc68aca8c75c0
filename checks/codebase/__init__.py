"""One side of a change: its files, what they say, the graph they make, and the difference between two of them."""
