"""What an entry of the catalogue of screens is."""

from collections.abc import Callable
from dataclasses import dataclass

from stages import Stage

Show = Callable[[Stage], None]


@dataclass(frozen=True)
class Screen:
    """A page in one state, and how to get there."""

    name: str
    show: Show
    #: Whether something is wrong there, so that the title has to say so.
    wrong: bool
    #: Drawn by the server: such a page has one size of text.
    drawn: bool

    @property
    def group(self) -> str:
        """Return the page it is a state of."""
        return self.name.split("/", 1)[0]


SCREENS: list[Screen] = []


def screen(name: str, *, wrong: bool = False, drawn: bool = False) -> Callable[[Show], Show]:
    """Put a screen into the catalogue."""

    def enter(show: Show) -> Show:
        SCREENS.append(Screen(name, show, wrong, drawn))
        return show

    return enter
