"""Who the caller is, as the pages need it: to show the right work and hide what would be refused."""

from models.access import Language, Role
from models.network import PlaceOut
from models.shapes import Answer, InstantOut


class MeOut(Answer):
    """The caller: name, role, place, until when the token lives, and the operations it may use."""

    name: str
    role: Role
    place: PlaceOut | None
    expires_at: InstantOut
    language: Language
    may: list[str]
