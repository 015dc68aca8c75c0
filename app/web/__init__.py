"""What the service shows by HTTP besides taking webhooks."""
