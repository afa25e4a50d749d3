"""What sorting made of the gifts: grades, shares, and what is not accounted for yet."""

from typing import Any

from sqlmodel import Session

from models.ledger import MovementKind
from models.sortings import Grade
from models.tally import SORT_CORRECTION, Way
from operations.network import Network
from operations.reports.dimensions import SEES_PLACES
from operations.reports.making import made
from operations.reports.questions import Counted, Definition, Question
from operations.reports.tables import Column, Holds, Report, Words, grams
from operations.reports.tallied import Measure, tallied

_IN = Counted(MovementKind.SORT_IN, Way.OUT)
_WORDS = {
    Grade.A: Words("A 级", "Grade A"),
    Grade.B: Words("B 级", "Grade B"),
    Grade.C: Words("C 级", "Grade C"),
    Grade.RECYCLE: Words("再生", "Recycling"),
    Grade.WASTE: Words("废弃", "Waste"),
}
_WORN_AGAIN = (Grade.A, Grade.B, Grade.C)
_SHARES = (
    Column("reuse_share", Words("可再用比例", "Share worn again"), Holds.SHARE),
    Column("recycle_share", Words("再生比例", "Share recycled"), Holds.SHARE),
    Column("waste_share", Words("废弃比例", "Share wasted"), Holds.SHARE),
)


def _out(*grades: Grade) -> tuple[Counted, ...]:
    kept = tuple(grade.value for grade in grades)
    return (
        Counted(MovementKind.SORT_OUT, Way.IN, grades=kept),
        Counted(SORT_CORRECTION, Way.IN, grades=kept),
        Counted(SORT_CORRECTION, Way.OUT, sign=-1, grades=kept),
    )


MEASURES = (
    Measure(grams("in_grams", Words("投入", "Put in")), "grams", (_IN,)),
    *(
        Measure(grams(f"{grade.value.lower()}_grams", words), "grams", _out(grade))
        for grade, words in _WORDS.items()
    ),
    Measure(grams("grams", Words("产出合计", "Brought out")), "grams", _out(*Grade)),
)
_REST = grams("rest_grams", Words("未出", "Not brought out"))


def make(session: Session, network: Network, question: Question) -> Report:
    """Report grams into and out of sorting by grade, with shares of what came out."""
    columns, rows = tallied(session, network, question, MEASURES)
    amounts = len(columns) - len(MEASURES)
    whole = [(*row, row[amounts] - row[-1], *_shares(row[amounts + 1 : -1], row[-1])) for row in rows]
    notes = (
        Words(
            "未出 = 投入减产出: 损耗, 以及仍在分拣台上的物资",
            "Not brought out = put in less brought out: loss, and what still lies on the table",
        ),
        Words("比例按产出重量计算", "Shares are of the weight brought out"),
        Words(
            "按类别看时, 投入按原类别, 产出按分拣后的类别",
            "By category, goods go in as what they were given as",
        ),
    )
    sentence = (
        "{first} 至 {last} 分拣投入 {in_grams:,} 克, 产出 {grams:,} 克.",
        "From {first} to {last}, {in_grams:,} g were sorted into {grams:,} g of graded goods.",
    )
    return made(DEFINITION, question, [*columns, _REST, *_SHARES], whole, sentence, notes)


def _shares(by_grade: tuple[Any, ...], out: int) -> tuple[float | None, ...]:
    if not out:
        return None, None, None
    worn = sum(by_grade[: len(_WORN_AGAIN)])
    return worn / out, by_grade[-2] / out, by_grade[-1] / out


DEFINITION = Definition(
    name="sorting",
    title=Words("分拣产出", "Sorting yields"),
    about=Words("分拣投入、各等级产出与比例", "What went into sorting and what came out, by grade"),
    dimensions=("month", "day", "station", "category"),
    filters=("station", "category"),
    by=("month", "station"),
    roles=SEES_PLACES,
    make=make,
    place_filter="station",
    counts=_out(*Grade),
    drawn=("grams", *(f"{grade.value.lower()}_grams" for grade in Grade), "reuse_share"),
)
