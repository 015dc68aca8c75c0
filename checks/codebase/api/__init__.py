"""What modules offer to others, as values: their API."""
