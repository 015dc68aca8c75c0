from validation._email import is_email

__all__ = ["is_email"]
