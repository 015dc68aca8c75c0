"""What a review reads, fetched into a mirror."""
