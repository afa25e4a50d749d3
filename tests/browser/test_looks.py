"""Every screen is fit for everybody: in both languages, in large text, on small phones, magnified."""

from collections.abc import Callable

import pytest
from looks import faults, foreign
from phones import Phone
from screens import SCREENS
from served import Service
from stages import HELP_PHONE, LANGUAGES, LOCALES, SIZES, SMALL, Stage, play

from app.settings import Settings


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A city whose volunteers have somebody to call."""
    return settings.model_copy(update={"help_phone": HELP_PHONE})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_is_fit_for_everybody(
    service: Service, phones: Callable[..., Phone], language: str
) -> None:
    phone = phones(viewport=SMALL, device_scale_factor=1, locale=LOCALES[language])
    stage = Stage(service, play(service), phone, language)
    found: list[str] = []
    for screen in SCREENS:
        screen.show(stage)
        for size in SIZES[: 1 if screen.drawn else 2]:
            stage.resize(size)
            found += faults(phone.page, screen, language, size)

    assert not found, "\n".join(["", *found])


#: What may be wrong with a page, how to make it so, and what is then said.
_SPOILT = {
    "too wide": ("at('main').append(made('div', 'width: 340px'))", "at 320 px is"),
    "cut words": ("at('#save').style.cssText = 'width: 60px; white-space: nowrap'", " holds "),
    "small target": ("at('.details').style.cssText = 'min-height: 20px'", "<button> Details: Rice is"),
    "low in large text": (
        "at('.keys button').style.cssText = 'min-height: 0; height: 50px'",
        "px high in large",
    ),
    "hidden": ("at('.dock').style.cssText = 'height: 500px; position: fixed'", "lies behind"),
    "pale": ("at('.btn.quiet').style.color = '#aaa'", "color-contrast"),
    "without a name": ("at('.details').replaceChildren(), at('.details').ariaLabel = ''", "button-name"),
    "two heads": ("at('main').append(made('h1', ''))", "has the headings"),
    "no place in the title": ("document.title = 'Jiujin'", "where one is"),
    "wrong, they say": ("document.title = 'Error: Log a donation · Jiujin'", "is called"),
    "another language": ("document.documentElement.lang = 'zh-Hans'", "its language is zh-Hans"),
    "foreign words": ("at('.btn.quiet').append('更多')", "says '更多'"),
}
_MADE = """() => {
    const at = (selector) => document.querySelector(selector);
    const made = (name, style) => Object.assign(document.createElement(name), { style, textContent: "x" });
    %s
}"""


def test_what_is_wrong_with_a_screen_is_noticed(service: Service, phones: Callable[..., Phone]) -> None:
    phone = phones(viewport=SMALL, device_scale_factor=1, locale=LOCALES["en"])
    stage = Stage(service, play(service), phone, "en")
    (screen,) = [one for one in SCREENS if one.name == "log/filled"]

    for case, (spoil, said) in _SPOILT.items():
        screen.show(stage)
        stage.resize("large")
        phone.page.evaluate(_MADE % spoil)
        assert any(said in fault for fault in faults(phone.page, screen, "en", "large")), case


def test_a_sheet_without_a_name_is_noticed(service: Service, phones: Callable[..., Phone]) -> None:
    stage = Stage(service, play(service), phones(viewport=SMALL), "zh")
    (screen,) = [one for one in SCREENS if one.name == "log/pick-up"]
    screen.show(stage)
    stage.page.evaluate("document.querySelector('#sheet-title').replaceChildren()")

    assert any("sheet without a name" in fault for fault in faults(stage.page, screen, "zh", "standard"))


def test_names_of_screens_are_used_once() -> None:
    names = [screen.name for screen in SCREENS]

    assert len(set(names)) == len(names) > 40


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("会送到 Pudong Station", "zh", ["Pudong", "Station"]),
        ("追踪码 1WD-4K7-Q2XE · P-0001", "zh", []),
        ("Goes to 浦东整理站", "en", ["浦东整理站"]),
    ],
)
def test_a_word_of_the_other_language_is_noticed(text: str, language: str, words: list[str]) -> None:
    assert foreign(text, language) == words
