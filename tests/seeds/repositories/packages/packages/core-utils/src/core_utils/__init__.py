from core_utils._slugs import slugify

__all__ = ["slugify"]
