"""Every page of the desk is fit for everybody: in both languages, in large text, magnified."""

from collections.abc import Callable
from contextlib import closing

import pytest
from desk_catalogue import LOCALES, DeskStage, StagedCity
from desk_screens import DESK_SCREENS
from desks import Desk
from looks import desk_faults
from served import Service


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("group", dict.fromkeys(screen.group for screen in DESK_SCREENS))
def test_every_page_of_the_desk_is_fit_for_everybody(
    service: Service, desks: Callable[..., Desk], group: str, language: str
) -> None:
    desk = desks(locale=LOCALES[language])
    desk.forgive("status of 4(01|03|04|09|12|22)")
    found: list[str] = []
    with closing(StagedCity(service, language)) as city:
        stage = DeskStage(city, desk)
        for screen in [one for one in DESK_SCREENS if one.group == group]:
            screen.show(stage)
            found += desk_faults(desk.page, screen.name, language)

    assert not found, "\n".join(["", *found])


def test_names_of_desk_screens_are_used_once() -> None:
    names = [screen.name for screen in DESK_SCREENS]

    assert len(set(names)) == len(names)
