"""Who receives in the simulated year: invented organisations in several provinces, and cases."""

from models.identifiers import check_character
from models.relief import RecipientKind
from models.relief_shapes import RecipientIn
from operations.relief import recipients
from seeds.demo.city import Today

#: Code, division (GB/T 2260), name: none of them exists, and their names say so.
ORGANISATIONS = (
    ("R-YN-01", "530000", "演示山村小学 (云南)"),
    ("R-YN-02", "530000", "演示养老院 (云南)"),
    ("R-GZ-01", "520000", "演示寄宿学校 (贵州)"),
    ("R-SC-01", "510000", "演示福利院 (四川)"),
    ("R-SC-02", "510000", "演示救灾安置点 (四川)"),
    ("R-SC-03", "510000", "演示县民政局仓库 (四川)"),
    ("R-GS-01", "620000", "演示乡卫生院 (甘肃)"),
    ("R-QH-01", "630000", "演示牧区学校 (青海)"),
    ("R-XJ-01", "650000", "演示社区服务中心 (新疆)"),
    ("R-AH-01", "340000", "演示敬老院 (安徽)"),
    ("R-JX-01", "360000", "演示乡村小学 (江西)"),
    ("R-SH-01", "310113", "演示救助站 (上海宝山)"),
    ("R-SH-02", "310115", "演示社区慈善超市 (上海浦东)"),
    ("R-SH-03", "310112", "演示困难家庭帮扶中心 (上海闵行)"),
)
#: Cases by the district they live in: in one district five and more, in the others fewer.
CASES = ("310113",) * 6 + ("310115",) * 2 + ("310101",)


def register(today: Today) -> None:
    """Register everybody who may ask."""
    by, moment = today.city.people.clerk, today.at(8, 40)
    for n, (code, division, name) in enumerate(ORGANISATIONS):
        body = RecipientIn(
            kind=RecipientKind.ORGANISATION,
            name=name,
            credit_code=credit_code(division, n),
            division_code=division,
            earmarks=[name],
        )
        recipients.put_recipient(today.session, code, body, by=by, now=moment)
    for n, division in enumerate(CASES, start=1):
        reference = f"演示-{today.day.year}-{n:04}"
        body = RecipientIn(kind=RecipientKind.CASE, case_reference=reference, division_code=division)
        recipients.put_recipient(today.session, f"R-CASE-{n:02}", body, by=by, now=moment)


def credit_code(division: str, n: int) -> str:
    """Return a credit code whose form and check character are right; its number is not given out."""
    body = f"53{division}MJ0000{n:03}"
    return body + check_character(body)
