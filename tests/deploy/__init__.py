"""What people deploy with: read, compared with the code, and where it can be without a cluster, run."""
