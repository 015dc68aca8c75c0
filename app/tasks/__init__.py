"""What a worker carries out, and what becomes of a job that fails."""
