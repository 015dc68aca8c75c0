"""Start the embedded database, the service and the stand-in GitHub; open pull requests; print what GitHub shows."""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.settings import Settings
from app.store.database import database
from tests.demo import monorepo
from tests.running import running, settings_for, wait_for
from tests.stand_in import CheckRun, PullRequest, Repository, StandIn

FOLDER = Path(".demo")
COLOURS = {"success": "\033[32m", "failure": "\033[31m", "neutral": "\033[33m"}
PLAIN = "\033[0m"


def _coloured(conclusion: str) -> str:
    return f"{COLOURS[conclusion]}{conclusion}{PLAIN}" if sys.stdout.isatty() else conclusion


def main() -> None:
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--keep", action="store_true", help="leave everything running until Ctrl-C")
    keep: bool = parser.parse_args().keep
    started = time.monotonic()
    with _everything() as (gh, url):
        print(f"adrift listens at {url}, the stand-in GitHub at {gh.url}")
        repo = gh.create_repository("acme/shop", files=dict(monorepo.FILES))
        print(f"acme/shop has a policy for its components:\n\n{_indented(monorepo.POLICY)}\n")
        _show(gh, repo, "A clean change", monorepo.CLEAN, "discounts")
        crossing = _show(gh, repo, "Two crossings, in Python and in TypeScript", monorepo.CROSSING, "bill-from-orders")
        overridden = _show(gh, repo, "A crossing that a decision record allows", monorepo.OVERRIDDEN, "open-invoices")
        _label(gh, repo, overridden, "adr:0002")
        print(f"Three pull requests reviewed in {time.monotonic() - started:.1f} s, everything started from nothing.")
        assert {run.conclusion for run in gh.check_runs(repo, crossing.head_sha)} == {"failure"}
        assert gh.violations == [], gh.violations
        if keep:
            _wait(repo)


@contextmanager
def _everything() -> Iterator[tuple[StandIn, str]]:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER.resolve(), ignore_cleanup_errors=True) as folder:
        data = Path(folder, "data")
        data.mkdir()
        with StandIn(Path(folder, "github")) as gh, database(Settings(data_dir=data)) as database_url:
            gh.start()
            with running(settings_for(gh, data), database_url) as url:
                gh.webhook_url = f"{url}/webhooks/github"
                yield gh, url


def _show(gh: StandIn, repo: Repository, title: str, files: dict[str, str], branch: str) -> PullRequest:
    gh.push(repo, branch, dict(files), start="main")
    pull = gh.open_pull_request(repo, head=branch, title=title)
    _print(gh, pull, _finished(gh, repo, pull, runs=1))
    return pull


def _label(gh: StandIn, repo: Repository, pull: PullRequest, label: str) -> None:
    print(f"── somebody permitted adds the label {label} to #{pull.number}\n")
    gh.add_label(pull, label)
    _print(gh, pull, _finished(gh, repo, pull, runs=2), comments=False)


def _finished(gh: StandIn, repo: Repository, pull: PullRequest, runs: int) -> CheckRun:
    def look() -> CheckRun | None:
        found = gh.check_runs(repo, pull.head_sha)
        return found[0] if len(found) >= runs and all(run.status == "completed" for run in found) else None

    return wait_for(look, within=60)


def _print(gh: StandIn, pull: PullRequest, run: CheckRun, *, comments: bool = True) -> None:
    print(f"══ #{pull.number} {pull.title} ({pull.head_ref} into {pull.base_ref})\n")
    print(f"check run {run.name}: {_coloured(run.conclusion or '')} - {run.title}\n")
    print(f"{_indented(run.summary or '')}\n")
    for annotation in gh.annotations(run):
        level = annotation["annotation_level"]
        print(f"annotation {annotation['path']}:{annotation['start_line']} ({level})")
        print(f"{_indented(annotation['message'])}\n")
    for comment in gh.review_comments(pull) if comments else []:
        print(f"inline comment on {comment.path}:{comment.line}\n{_indented(comment.body)}\n")


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.strip().splitlines())


def _wait(repo: Repository) -> None:
    print(f"Everything goes on running; push to {repo.path} changes nothing, Ctrl-C ends it.")
    try:
        while True:
            time.sleep(1)
    except KeyboardInterrupt:
        print("ended")


if __name__ == "__main__":
    main()
