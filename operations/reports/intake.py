"""What donors gave and the network accepted: as first recorded, set right by corrections."""

from sqlmodel import Session

from models.ledger import MovementKind
from models.tally import Way
from operations.network import Network
from operations.reports.dimensions import SEES_PLACES
from operations.reports.making import made
from operations.reports.questions import Counted, Definition, Question
from operations.reports.tables import Report, Words, count, grams, pieces
from operations.reports.tallied import Measure, tallied

_RECORDED = Counted(MovementKind.INTAKE, Way.IN)
_MORE = Counted(MovementKind.CORRECTION, Way.IN)
_LESS = Counted(MovementKind.CORRECTION, Way.OUT, sign=-1)
ACCEPTED = (_RECORDED, _MORE, _LESS)
MEASURES = (
    Measure(count("lines", Words("登记行数", "Recorded lines")), "movements", (_RECORDED,)),
    Measure(pieces(hxl="#output+num+pieces"), "pieces", ACCEPTED),
    Measure(grams(hxl="#output+num+grams"), "grams", ACCEPTED),
)


def make(session: Session, network: Network, question: Question) -> Report:
    """Report what was received in a period; corrections made in it are counted, whenever the gift was."""
    columns, rows = tallied(session, network, question, MEASURES)
    notes = (
        Words("实际到账: 已接收的物资, 不含承诺", "Received: goods that are there, no pledges"),
        Words(
            "期内的更正计入更正当日, 原记录不变",
            "Corrections count for the day they were made; what was recorded first stays",
        ),
        Words("区为登记时接收点所在的区", "The district is the point's, as it was then"),
        Words("站点为登记时指派的整理站", "The station is the one the gift was bound for when it was logged"),
    )
    sentence = (
        "{first} 至 {last} 共接收 {pieces:,} 件, {kilograms:,.3f} 公斤。",
        "From {first} to {last}, {pieces:,} pieces and {kilograms:,.3f} kg were received.",
    )
    return made(DEFINITION, question, columns, rows, sentence, notes)


DEFINITION = Definition(
    name="intake",
    title=Words("物资接收", "Intake"),
    about=Words("各接收点实际接收的物资", "Goods received at the donation points"),
    dimensions=("month", "day", "district", "station", "category"),
    filters=("district", "station", "category"),
    by=("month", "category"),
    roles=SEES_PLACES,
    make=make,
    place_filter="station",
    counts=ACCEPTED,
    drawn=("grams", "pieces"),
)
