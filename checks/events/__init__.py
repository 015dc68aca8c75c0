"""Events of a repository: who publishes and subscribes, what the catalogs say, and where the two drift apart."""
