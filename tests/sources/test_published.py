"""What is a publication date."""

import pytest

from detente.sources.published import read_published


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("2022-01-21", "2022-01-21"),
        (" 2022-01-21T10:00:00Z ", "2022-01-21T10:00:00Z"),
        ("2022-01-21T10:00:00.123+01:00", "2022-01-21T10:00:00.123+01:00"),
        ("20220121", "2022-01-21"),
        ("2022-01-21 10:00:00 GMT", "2022-01-21T10:00:00+00:00"),
        ("Fri, 21 Jan 2022 10:00:00 GMT", "2022-01-21T10:00:00+00:00"),
        ("Friday, January 21, 2022 5:00pm EST", "2022-01-21"),
        ("21st January 2022", "2022-01-21"),
        ("2022/1/21", "2022-01-21"),
    ],
)
def test_a_date_that_means_one_day_is_read(written: str, means: str) -> None:
    assert read_published(written) == means


@pytest.mark.parametrize(
    "written",
    ["", "today", "2022", "2022-01", "01/02/2022", "2022-02-30", "0001-01-01", "9999-12-31", "1642759200"],
)
def test_what_means_no_day_or_two_is_no_date(written: str) -> None:
    assert read_published(written) is None
