"""What nobody told of: failed deliveries, and open pull requests without our finished check run."""
