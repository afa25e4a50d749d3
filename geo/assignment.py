"""Choose the nearest *suitable* station: open, handling the goods, with room; and keep the reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a station was chosen."""

    NEAREST = "nearest"
    NEAREST_SUITABLE = "nearest_suitable"
    PINNED = "pinned"
    OVERRIDE = "override"
    HERE = "here"
    NONE_SUITABLE = "none_suitable"


class Obstacle(StrEnum):
    """Why a nearer station was passed over."""

    CLOSED = "closed"
    CATEGORY = "category"
    FULL = "full"


class NoCandidates(ValueError):
    """There is no station to choose from."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A station as seen from where the goods are: metres away, and what it can take."""

    code: str
    distance_m: float
    open: bool
    categories: frozenset[str]
    room_grams: int


@dataclass(frozen=True, slots=True)
class Passed:
    """A nearer station that was passed over, with the first thing that stood against it."""

    code: str
    obstacle: Obstacle


@dataclass(frozen=True, slots=True)
class Assignment:
    """The chosen station, why, which nearer ones were passed over, and the others in order of distance."""

    code: str
    distance_m: float
    reason: Reason
    passed: tuple[Passed, ...]
    alternatives: tuple[Candidate, ...]


def assign(
    candidates: Sequence[Candidate], categories: frozenset[str], grams: int, pinned: str | None = None
) -> Assignment:
    """Return the station for goods of these categories and grams.

    A pinned station wins while it is open and handles the goods. Else the nearest suitable one does,
    ties by code. When none suits, goods that are there must still go somewhere: to the nearest that is
    open and handles them, else that handles them, else that is open, else the nearest; the reason then
    is NONE_SUITABLE. Raises NoCandidates without any station.
    """
    if not candidates:
        raise NoCandidates("no station to choose from")
    ranked = sorted(candidates, key=_rank)
    passed: list[Passed] = []
    if pinned is not None:
        for candidate in ranked:
            if candidate.code == pinned:
                obstacle = _obstacle(candidate, categories, 0)
                if obstacle is None:
                    return _chosen(candidate, Reason.PINNED, (), ranked)
                passed.append(Passed(pinned, obstacle))
    for candidate in ranked:
        obstacle = _obstacle(candidate, categories, grams)
        if obstacle is None:
            reason = Reason.NEAREST_SUITABLE if passed else Reason.NEAREST
            return _chosen(candidate, reason, tuple(passed), ranked)
        if candidate.code != pinned or not passed:
            passed.append(Passed(candidate.code, obstacle))
    return _chosen(_least_unsuitable(ranked, categories), Reason.NONE_SUITABLE, tuple(passed), ranked)


def _rank(candidate: Candidate) -> tuple[float, str]:
    return candidate.distance_m, candidate.code


def _obstacle(candidate: Candidate, categories: frozenset[str], grams: int) -> Obstacle | None:
    if not candidate.open:
        return Obstacle.CLOSED
    if not categories <= candidate.categories:
        return Obstacle.CATEGORY
    if candidate.room_grams < grams:
        return Obstacle.FULL
    return None


def _least_unsuitable(ranked: Sequence[Candidate], categories: frozenset[str]) -> Candidate:
    def misfit(candidate: Candidate) -> tuple[bool, bool]:
        return not categories <= candidate.categories, not candidate.open

    return min(ranked, key=misfit)


def _chosen(
    candidate: Candidate, reason: Reason, passed: tuple[Passed, ...], ranked: Sequence[Candidate]
) -> Assignment:
    others = tuple(other for other in ranked if other is not candidate)
    return Assignment(candidate.code, candidate.distance_m, reason, passed, others)
