"""Bags that nobody announced: the gift was never logged, so whoever finds the bag logs it."""

from dataclasses import replace
from uuid import UUID

from models.access import Role
from models.identifiers import uuid7
from models.intake_shapes import IntakeIn
from models.intakes import IntakeFlag
from models.vault import Vault
from operations.acts import Work
from operations.drafts import draft_intake
from operations.errors import Fault, Unfit
from operations.intakes import write_drafts
from operations.routing import Room
from operations.sites import Site

#: What a bag weighs when nobody has weighed it: the lower end of the trade's 5 to 8 kg.
BAG_GRAMS = 5000


def log_unannounced(
    work: Work, site: Site, category: str, pieces: int | None, grams: int | None, pointer: str
) -> UUID:
    """Log the gift in a bag that nobody announced, where it was found; return the new intake's id.

    It is an intake like any other, flagged, so that every later gram is rooted in one.
    """
    network = work.network
    kind = network.kinds.get(category)
    if kind is None:
        raise Unfit(Fault(f"{pointer}/category", "unknown_category", {"value": category}))
    counted = pieces or max((grams or BAG_GRAMS) // kind.out.grams_per_piece, 1)
    line = {"category": category, "pieces": counted, "grams": grams or (None if pieces else BAG_GRAMS)}
    intake = IntakeIn.model_validate({"point": site.code, "happened_at": work.happened_at, "lines": [line]})
    # Whoever carries the bag need not be of the point; that they may carry it was checked before.
    finder = replace(work.by, role=Role.ADMIN, place_id=None)
    vault: Vault = work.session.info["vault"]
    intake_id = uuid7()
    print_ = vault.fingerprint(f"{work.id} {intake_id}".encode())
    room = Room(work.session, network)
    draft = draft_intake(network, room, intake_id, intake, print_, finder, work.now)
    found = replace(draft, flags=(*draft.flags, IntakeFlag.UNANNOUNCED))
    write_drafts(work.session, network, vault, [found])
    return intake_id
