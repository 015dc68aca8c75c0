"""What can go wrong with GitHub, sorted by what the caller can do about it."""


class GitHubError(Exception):
    """GitHub did not do what was asked. The message is fit to be shown: it holds no token and no payload."""


class GoneError(GitHubError):
    """The repository, pull request or installation is not there (any more): there is nobody to tell."""


class RefusedError(GitHubError):
    """GitHub understood and will not do it (403, 422): asking again changes nothing."""


class InvalidError(RefusedError):
    """GitHub takes a request of this kind, but not with what it says (422)."""


class UnavailableError(GitHubError):
    """GitHub is broken, slow or out of reach (5xx, time-out, connection): asking later may help."""


class RateLimitedError(GitHubError):
    """Too many requests; `retry_after` are the seconds to wait."""

    def __init__(self, message: str, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after
