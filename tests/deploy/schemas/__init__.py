"""The schemas of what people deploy with."""
