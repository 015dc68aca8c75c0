"""What versioned packages offer at base and head, and what a change breaks of it: read in rounds."""
