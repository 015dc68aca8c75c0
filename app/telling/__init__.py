"""What a review tells GitHub: check runs that are begun, found again and ended, and inline comments."""
