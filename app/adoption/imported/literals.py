"""What is asked of values that were read from a script or from JSON."""

from checks import LiteralValue


def texts(value: LiteralValue) -> tuple[str, ...]:
    """A string or the strings of a list."""
    if isinstance(value, str):
        return (value,)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, tuple) else ()
