"""Datelines of agencies and papers."""

import pytest

from detente.dateline import find_dateline


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("GENEVA — Two ministers met.", "GENEVA"),
        ("MOSCOW, Jan 5 (Agency) - The ministry said no.", "MOSCOW, Jan 5 (Agency)"),
        ("KYIV, Ukraine (AP) — Officials said no.", "KYIV, Ukraine (AP)"),
        ("UNITED NATIONS, Nov. 3 (Xinhua) -- The council met.", "UNITED NATIONS, Nov. 3 (Xinhua)"),
        ("LA CROSSE, Wis. (AP) — After a summer of talks.", "LA CROSSE, Wis. (AP)"),
        ("ST. LOUIS — The mayor said no.", "ST. LOUIS"),
        ("İSTANBUL/ANKARA, 3 March (Agency) — The ministry said no.", "İSTANBUL/ANKARA, 3 March (Agency)"),
        ("ISLAMABAD: The army denied it.", "ISLAMABAD"),
        ("Geneva, 21 January 2022 – The office called for calm.", "Geneva, 21 January 2022"),
        ("Moscow (Interfax) – The envoy left.", "Moscow (Interfax)"),
        ("Two ministers met in GENEVA — and left.", None),
        ("BREAKING: The envoy left.", None),
        ("NATO said that it would answer.", None),
        ("The envoy - a former general - left.", None),
        ("Talks fail. GENEVA — The envoys left.", "GENEVA"),
        ("Talks fail.\n\nNEW YORK, Nov. 19 (UPI) — The envoys left.", "NEW YORK, Nov. 19 (UPI)"),
        ("Talks fail again. Moscow (Interfax) – but not only – was angry.", None),
        ("", None),
    ],
)
def test_a_dateline_stands_at_the_start_and_names_a_place(text: str, dateline: str | None) -> None:
    assert find_dateline(text, None) == dateline


def test_a_dateline_may_follow_the_headline() -> None:
    assert find_dateline("Ministers meet\n\nVIENNA — They met.", "Ministers meet") == "VIENNA"
