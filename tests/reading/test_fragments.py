"""Headlines and scraps without a verb of their own are read to their end."""

import pytest

from detente.reading import read_report
from detente.records import make_report


@pytest.mark.parametrize(
    "text", ["Without accepting the demand.", "After rejecting the offer.", "By threatening to invade Chad."]
)
def test_a_scrap_that_hangs_on_a_preposition_is_read_to_its_end(text) -> None:
    assert read_report(make_report(text)).sentences
