from core_utils import slugify


def is_email(text: str) -> bool:
    name, at, host = text.partition("@")
    return bool(name and at and slugify(host))
