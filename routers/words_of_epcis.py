"""Sentences of faults in asking for EPCIS events, in Chinese and English."""

EPCIS: dict[str, tuple[str, str]] = {
    "epcis_one_subject": (
        "请只写一项: intake、lot、bag, 或 from 与 to",
        "Ask for exactly one: an intake, a lot, a bag, or the days from and to",
    ),
    "epcis_days": ("结束日不能早于 {value}", "The last day is not before {value}"),
}
