class NotFoundError(Exception):
    """Nothing is stored under an identifier."""
