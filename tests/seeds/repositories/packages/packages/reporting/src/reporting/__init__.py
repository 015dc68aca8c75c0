from reporting._monthly import monthly

__all__ = ["monthly"]
