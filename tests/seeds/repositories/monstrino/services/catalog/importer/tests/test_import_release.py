from importer.domain.feed_entry import FeedEntry
from monstrino_testing.factories import release


def test_an_entry_carries_its_release() -> None:
    assert FeedEntry("1", release()).release.title == "Frankie Stein, first wave"
