"""Where the time of a review goes."""

import asyncio
import time
from threading import Thread

from app.observing.stages import Stage, stage, timed


async def test_a_stage_within_another_is_taken_off_also_in_a_thread() -> None:
    def judge() -> None:
        with stage(Stage.JUDGE):
            time.sleep(0.05)

    with timed() as times, stage(Stage.READ):
        await asyncio.to_thread(judge)
    taken = times.milliseconds()
    assert list(taken) == ["read", "judge"]
    assert taken["judge"] >= 50
    assert times.seconds[Stage.READ] < times.seconds[Stage.JUDGE]


def test_a_stage_that_comes_twice_is_added_up() -> None:
    with timed() as times:
        for _ in range(2):
            with stage(Stage.TELL):
                time.sleep(0.01)
    assert times.milliseconds()["tell"] >= 20


def test_two_reviews_at_a_time_have_times_of_their_own() -> None:
    found: list[list[Stage]] = []

    def review(which: Stage) -> None:
        with timed() as times, stage(which):
            pass
        found.append(list(times.seconds))

    threads = [Thread(target=review, args=(which,)) for which in (Stage.FETCH, Stage.TELL)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [[Stage.FETCH], [Stage.TELL]]


def test_where_nobody_measures_nothing_is_kept() -> None:
    with stage(Stage.READ):
        pass
    with timed() as times:
        pass
    assert times.milliseconds() == {}
