"""Sort: bags and lots go in, graded lots come out, each line saved at once; grams in = out + loss."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.access import Caller
from models.acts import ActKind
from models.clock import SHANGHAI
from models.identifiers import show_lot
from models.ledger import Lot, LotKind, Movement, MovementKind
from models.network import OUTSIDE_SORTING
from models.rows import insert_rows, reserve_ids
from models.sorting_shapes import (
    FinishSortingIn,
    LinesIn,
    LinesOut,
    OutputIn,
    SortingCorrectionIn,
    SortingIn,
    SortingOut,
)
from models.sortings import Side, Sorting, SortingStatus, Strand
from operations.acts import Work, act, require
from operations.custody.pickups import station_of
from operations.errors import Fault, NotFound, Unfit
from operations.ledger import Hop
from operations.lots import lot_number
from operations.network import current
from operations.scope import sees_place, works_at
from operations.stock.grading import judged
from operations.stock.inputs import Taken, take_inputs
from operations.stock.sorting_views import show_sorting, weights


@act(ActKind.OPEN_SORTING, creates=True)
def sort(work: Work, body: SortingIn) -> SortingOut:
    """Sort inputs into outputs, or open a run whose lines follow.

    Raises Unfit when the grams do not add up, outputs break a rule of their category, or differently
    earmarked gifts would be mixed; Shortage when an input is not there or promised to somebody.
    """
    session = work.session
    station = station_of(work.network, body.station, work.by)
    work.place_id = station.id
    taken = take_inputs(work, station, body.inputs)
    run = Sorting(
        id=work.document,
        station_id=station.id,
        status=SortingStatus.OPEN.value,
        earmark=_one_earmark(taken),
        opened_at=work.happened_at,
    )
    session.add(run)
    session.flush()
    _put_in(work, run, taken)
    _bring_out(work, run, body.outputs)
    if not body.open:
        _close(work, run, body.loss_grams, body.loss_reason)
    return show_sorting(session, run)


@act(ActKind.SORT_LINES)
def add_lines(work: Work, body: LinesIn) -> LinesOut:
    """Save sorted lines of an open run; what they weigh must still lie on the table."""
    run = run_of(work.session, work.document, work.by)
    require(run.status == SortingStatus.OPEN, Fault("", "sorting_finished"))
    work.place_id = run.station_id
    made = _bring_out(work, run, body.outputs)
    shown = show_sorting(work.session, run)
    return LinesOut(
        id=run.id,
        outputs=[line for line in shown.outputs if line.lot in made],
        grams_out=shown.grams_out,
        remaining_grams=shown.remaining_grams,
    )


@act(ActKind.FINISH_SORTING)
def finish(work: Work, body: FinishSortingIn) -> SortingOut:
    """Finish a run: what is left of the weight is named as loss, with its reason."""
    run = run_of(work.session, work.document, work.by)
    require(run.status == SortingStatus.OPEN, Fault("", "sorting_finished"))
    work.place_id = run.station_id
    _close(work, run, body.loss_grams, body.loss_reason)
    return show_sorting(work.session, run)


@act(ActKind.CORRECT_SORTING)
def correct(work: Work, body: SortingCorrectionIn) -> SortingOut:
    """Set an output of a run right; in a finished run the difference becomes, or comes from, its loss.

    Raises Conflict in a closed period and Shortage when more is taken back than is left of the lot.
    """
    session = work.session
    run = run_of(session, work.document, work.by)
    ended = (run.finished_at or work.now).astimezone(SHANGHAI).date()
    require(not work.network.is_closed(ended), Fault("", "period_closed", {"day": ended.isoformat()}))
    lot = lot_number(body.lot, "/lot")
    strand = session.get(Strand, (run.id, Side.OUT.value, lot), with_for_update=True)
    if strand is None:
        raise Unfit(Fault("/lot", "not_of_this_run", {"value": body.lot}))
    more, less = body.grams - strand.grams, strand.pieces - body.pieces
    if run.status == SortingStatus.FINISHED:
        _change_loss(run, -more)
    elif more > weights(session, run).remaining:
        raise Unfit(_unbalanced(session, run, "/grams"))
    work.place_id, work.reason = run.station_id, body.reason
    work.post(_differences(work, run, strand, -less, more))
    strand.pieces, strand.grams = body.pieces, body.grams
    session.add(strand)
    return show_sorting(session, run)


def run_of(session: Session, run_id: UUID, by: Caller) -> Sorting:
    """Return a run at the caller's station, locked; raises NotFound."""
    run = session.get(Sorting, run_id, with_for_update=True, populate_existing=True)
    if run is None or not works_at(by, current(session).by_id[run.station_id]):
        raise NotFound
    return run


def get_sorting(session: Session, run_id: UUID, *, by: Caller) -> SortingOut:
    """Return a run that the caller may see; raises NotFound."""
    run = session.get(Sorting, run_id)
    if run is None or not sees_place(by, current(session).by_id[run.station_id]):
        raise NotFound
    return show_sorting(session, run)


@dataclass(frozen=True, slots=True)
class _Line:
    """An output with the ids it is written under."""

    lot: int
    category: int
    body: OutputIn


def _one_earmark(taken: list[Taken]) -> str | None:
    earmarks = {portion.earmark for portion in taken}
    if len(earmarks) > 1:
        named = ", ".join(sorted(earmark or "-" for earmark in earmarks))
        raise Unfit(Fault("/inputs", "mixed_earmarks", {"earmarks": named}))
    return next(iter(earmarks), None)


def _put_in(work: Work, run: Sorting, taken: list[Taken]) -> None:
    """Move the inputs onto the table: they leave the stock and become strands of the run."""
    table = work.network.outside[OUTSIDE_SORTING]
    sums: dict[int, list[int]] = {}
    hops = []
    for portion in taken:
        amount = (portion.pieces, portion.grams)
        way = (run.station_id, table)
        hops.append(
            work.hop(MovementKind.SORT_IN, portion.lot, portion.category, way, amount, portion.pointer)
        )
        total = sums.setdefault(portion.lot, [0, 0])
        total[0] += portion.pieces
        total[1] += portion.grams
    work.post(hops)
    _strands(work.session, run, Side.IN, sums)


def _bring_out(work: Work, run: Sorting, outputs: list[OutputIn]) -> set[str]:
    """Make a graded lot of each output, at the station; return the lots' codes."""
    if not outputs:
        return set()
    session = work.session
    kinds = judged(work.network, outputs, work.day)
    lots = reserve_ids(session, Lot, len(outputs))
    lines = [_Line(lot, kind, body) for lot, kind, body in zip(lots, kinds, outputs, strict=True)]
    insert_rows(session, Lot, [_lot_row(run, line) for line in lines])
    way = (work.network.outside[OUTSIDE_SORTING], run.station_id)
    work.post(
        [
            work.hop(MovementKind.SORT_OUT, line.lot, line.category, way, (line.body.pieces, line.body.grams))
            for line in lines
        ],
        new_lots=True,
    )
    _strands(session, run, Side.OUT, {line.lot: [line.body.pieces, line.body.grams] for line in lines})
    if weights(session, run).remaining < 0:
        raise Unfit(_unbalanced(session, run, "/outputs"))
    return {show_lot(lot) for lot in lots}


def _lot_row(run: Sorting, line: _Line) -> dict[str, object]:
    body = line.body
    return {
        "id": line.lot,
        "kind": LotKind.SORTED.value,
        "intake_id": None,
        "category_id": line.category,
        "condition": body.condition,
        "grade": body.grade.value,
        "expires_on": body.expires_on,
        "produced_on": body.produced_on,
        "pieces": body.pieces,
        "grams": body.grams,
        "weight_estimated": False,
        "wearer": body.wearer,
        "size": body.size,
        "season": body.season,
        "earmark": run.earmark,
    }


def _strands(session: Session, run: Sorting, side: Side, sums: dict[int, list[int]]) -> None:
    rows = [
        {"run": run.id, "side": side.value, "lot": lot, "pieces": pieces, "grams": grams}
        for lot, (pieces, grams) in sums.items()
    ]
    insert_rows(session, Strand, rows)


def _close(work: Work, run: Sorting, loss: int, reason: str | None) -> None:
    remaining = weights(work.session, run).remaining
    if remaining != loss:
        raise Unfit(_unbalanced(work.session, run, "/loss_grams", loss))
    if loss and reason is None:
        raise Unfit(Fault("/loss_reason", "loss_reason_needed", {"grams": loss}))
    run.loss_grams, run.loss_reason = loss, reason
    run.status, run.finished_at = SortingStatus.FINISHED.value, work.happened_at
    work.session.add(run)


def _change_loss(run: Sorting, by_grams: int) -> None:
    if run.loss_grams + by_grams < 0:
        raise Unfit(Fault("/grams", "heavier_than_input", {"grams": -by_grams - run.loss_grams}))
    run.loss_grams += by_grams
    run.loss_reason = run.loss_reason or ("other" if run.loss_grams else None)


def _unbalanced(session: Session, run: Sorting, pointer: str, loss: int = 0) -> Fault:
    weighed = weights(session, run)
    values = {
        "grams_in": weighed.grams_in,
        "grams_out": weighed.grams_out,
        "loss": loss,
        "difference": weighed.grams_in - weighed.grams_out - loss,
    }
    return Fault(pointer, "grams_do_not_balance", values)


def _differences(work: Work, run: Sorting, strand: Strand, pieces: int, grams: int) -> list[Hop]:
    """Return the hops that change an output by so many pieces and grams, either of them up or down."""
    table = work.network.outside[OUTSIDE_SORTING]
    session = work.session
    first = session.scalar(select(func.min(col(Movement.seq))).where(col(Movement.lot) == strand.lot))
    lot = session.get_one(Lot, strand.lot)
    ways = (
        ((table, run.station_id), (max(pieces, 0), max(grams, 0))),
        ((run.station_id, table), (max(-pieces, 0), max(-grams, 0))),
    )
    hops = [
        work.hop(MovementKind.CORRECTION, strand.lot, lot.category_id, way, amount, "/lot")
        for way, amount in ways
    ]
    return [replace(hop, corrects=first) for hop in hops]
