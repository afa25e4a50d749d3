"""The invented people of the network; their tokens' secrets are thrown away, so nobody can become one."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.access import SYSTEM, Caller, Role, TokenIn
from operations import access
from operations.network import Network
from operations.setup import INVENTED

#: A token lives at most this long: the simulated year and no more.
_DAYS = 366


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts, and the name a colleague writes down as witness."""

    name: str
    caller: Caller


@dataclass(frozen=True, slots=True)
class People:
    """Everybody: volunteers by point, the rest by station or warehouse."""

    volunteers: dict[str, tuple[Caller, ...]]
    managers: dict[str, tuple[Person, Person]]
    drivers: dict[str, tuple[Person, ...]]
    #: The first allocates and sends, the second decides on disposals and closes months.
    foundation: tuple[Person, Person]

    def manager(self, place: str) -> Caller:
        """Return who receives, sorts, counts and ships at a place."""
        return self.managers[place][0].caller

    def second(self, place: str) -> Person:
        """Return the second person of a place: witness, and who posts what the first has counted."""
        return self.managers[place][1]

    @property
    def clerk(self) -> Caller:
        """Return who matches needs to stock; never somebody who took goods in."""
        return self.foundation[0].caller

    @property
    def head(self) -> Caller:
        """Return who approves."""
        return self.foundation[1].caller


def engage(session: Session, network: Network, points: list[str], now: datetime) -> People:
    """Give everybody a role at their place: two volunteers a point, two managers, a driver a vehicle."""

    def person(name: str, role: Role, place: str | None = None) -> Person:
        body = TokenIn(name=f"{INVENTED}{name}", role=role, place=place, days=_DAYS)
        secret = access.issue(session, body, by=SYSTEM, now=now).token
        known = access.find(session, access.hash_secret(secret))
        if known is None:
            raise LookupError(f"a token that was just issued is unknown: {name}")
        return Person(body.name, known.caller)

    homes = [(site.code, Role.STATION_MANAGER) for site in network.stations]
    homes += [
        (site.code, Role.WAREHOUSE_MANAGER)
        for site in network.sites.values()
        if site.kind.value == "warehouse"
    ]
    return People(
        volunteers={
            point: tuple(person(f"志愿者 {point} {n}", Role.VOLUNTEER, point).caller for n in (1, 2))
            for point in points
        },
        managers={
            place: (person(f"站长 {place}", role, place), person(f"复核员 {place}", role, place))
            for place, role in homes
        },
        drivers={
            station.code: tuple(
                person(f"驾驶员 {vehicle.code}", Role.DRIVER, station.code)
                for vehicle in network.vehicles
                if vehicle.home_id == station.id
            )
            for station in network.stations
        },
        foundation=(person("基金会配置员", Role.FOUNDATION), person("基金会审批人", Role.FOUNDATION)),
    )
