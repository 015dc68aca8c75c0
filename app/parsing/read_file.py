"""What parser processes do with each file. Only they import this, and with it the parsers."""

from checks import FileFacts, extract, scan

READERS = {True: extract, False: scan}
"""By whether the file is read thoroughly."""


def read_file(dialect: str, thorough: bool, source: bytes) -> FileFacts:
    """The facts of one file."""
    return READERS[thorough](dialect, source)
