"""One command from a comment to an answer. Read from top to bottom: `answer_command` is what happens.

What is asked was taken from the webhook, as it was written; who may ask is asked of GitHub now.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.commands import answers
from app.commands.command import Word
from app.commands.told import Told, named, told
from app.github import conversations
from app.github.client import InstallationClient
from app.github.errors import GoneError, RefusedError
from app.jobs import job
from app.jobs.job import Asked
from app.people.who_may_waive import refusal
from app.service import Service
from app.store import commands, false_alarms, reviews
from app.store.tables import AlarmKind, CommandRow, FalseAlarmRow
from checks import WAIVER_HELD, Status, is_waivable

MOST_ASKED, WITHIN = 20, timedelta(hours=1)
"""Commands of one person in one installation that are answered: nobody makes adrift talk without end."""
SEEN = "eyes"
"""The reaction that answers where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A command that is being answered. `row` tells whether an earlier try may have answered it."""

    service: Service
    client: InstallationClient
    asked: Asked
    row: CommandRow


async def answer_command(service: Service, asked: Asked) -> None:
    """Do what a comment asks for and say so, once. Who has no access to the repository gets no answer.

    Raises GitHubError.
    """
    row = await commands.begin(service.engine, _row(asked))
    if row is None:
        return
    talk = Talk(service, service.github.installation(asked.installation_id), asked, row)
    text = await _answer(talk)
    if text:
        await _reply(talk, text)
    await commands.finish(service.engine, row)


async def _answer(talk: Talk) -> str:
    """What is to be said; empty where nothing is."""
    asked = talk.asked
    often = await commands.asked_by(talk.service.engine, talk.row, WITHIN)
    if often > MOST_ASKED + 1 or not await conversations.has_access(talk.client, asked.repository, asked.login):
        return ""
    if often > MOST_ASKED:
        return answers.too_many(MOST_ASKED)
    match Word(asked.word):
        case Word.RECHECK:
            return await _recheck(talk)
        case Word.EXPLAIN | Word.WRONG | Word.WAIVE:
            return await _of_finding(talk)
        case Word.HELP:
            return answers.help_text()


async def _recheck(talk: Talk) -> str:
    asked = talk.asked
    await talk.service.queue.hurry(job.review_pull_request(asked.pull_request, priority=job.URGENT))
    try:
        await conversations.react(talk.client, asked.repository, asked.comment_id, SEEN)
    except GoneError:
        return ""
    except RefusedError:
        return answers.rechecking()
    return ""


async def _of_finding(talk: Talk) -> str:
    asked, word = talk.asked, Word(talk.asked.word)
    if not asked.finding or (word is not Word.EXPLAIN and not asked.reason):
        return answers.usage(word)
    document = await reviews.last_document(talk.service.engine, asked.repository_id, asked.number)
    if document is None:
        return answers.not_reviewed()
    findings = told(document)
    found = named(asked.finding, findings)
    if len(found) != 1:
        return answers.not_found(found, findings)
    match word:
        case Word.WRONG:
            return await _claim(talk, found[0])
        case Word.WAIVE:
            return await _waive(talk, found[0])
        case _:
            return answers.explanation(found[0])


async def _waive(talk: Talk, one: Told) -> str:
    """The waiver is stored with who, why and until when, and the review that follows shows it."""
    asked = talk.asked
    if one.status != Status.BLOCKING.value:
        return answers.needs_no_waiver(one)
    if not is_waivable(one.check):
        return answers.NOT_WAIVABLE
    if why := await refusal(talk.service, talk.client, asked, one.components):
        return answers.not_waived(why)
    row = _alarm(talk, one, AlarmKind.WAIVER)
    row.expires_at = row.told_at + WAIVER_HELD
    await false_alarms.tell(talk.service.engine, row)
    await talk.service.queue.hurry(job.review_pull_request(asked.pull_request, priority=job.URGENT))
    return answers.waived(false_alarms.waiver_of(row))


async def _claim(talk: Talk, one: Told) -> str:
    claims = await false_alarms.tell(talk.service.engine, _alarm(talk, one, AlarmKind.CLAIM))
    return answers.claimed(one, claims)


async def _reply(talk: Talk, text: str) -> None:
    """One comment. An earlier try may have put it and never heard of it, so it is looked for first."""
    asked, marker = talk.asked, f"<!-- adrift answers {talk.asked.comment_id} -->"
    if talk.row.tries > 1:
        login = await talk.service.github.login()
        if await conversations.is_answered(talk.client, asked.repository, asked.number, login=login, marker=marker):
            return
    await conversations.comment(talk.client, asked.repository, asked.number, f"{text}\n\n{marker}")


def _row(asked: Asked) -> CommandRow:
    return CommandRow(
        repository_id=asked.repository_id,
        comment_id=asked.comment_id,
        installation_id=asked.installation_id,
        number=asked.number,
        login=asked.login,
        word=asked.word,
        asked_at=datetime.now(UTC),
    )


def _alarm(talk: Talk, one: Told, kind: AlarmKind) -> FalseAlarmRow:
    asked = talk.asked
    return FalseAlarmRow(
        repository_id=asked.repository_id,
        comment_id=asked.comment_id,
        installation_id=asked.installation_id,
        number=asked.number,
        kind=kind.value,
        fingerprint=one.fingerprint,
        check_name=one.check,
        login=asked.login,
        reason=asked.reason,
        told_at=datetime.now(UTC),
    )
