"""What each way out of a contradiction does, in Chinese and English."""

from models.conflicts import Choice

DOES: dict[Choice, tuple[str, str]] = {
    Choice.KEEP_RECORDED: (
        "保留现有记录, 写明原因; 数量不变",
        "Keep what is on record and say why; no quantity changes",
    ),
    Choice.CORRECT_INTAKE: (
        "给捐赠记录加一条更正, 原记录保留",
        "Add a correction to the gift; what was recorded stays beside it",
    ),
    Choice.ADJUST: (
        "登记盘盈或盘亏, 写明原因",
        "Record goods of a lot as found or lost, with the reason",
    ),
    Choice.RECORD_OTHER: (
        "把被拒的那份登记为另一次捐赠",
        "Record what was refused as a gift of its own",
    ),
    Choice.ASK: ("先问清楚, 暂不处理", "Ask first; it stays open"),
}
