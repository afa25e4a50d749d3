"""Sentences of inquiries, in Chinese and English."""

PAPERS: dict[str, tuple[str, str]] = {
    # inquiries
    "unknown_inquiry": ("没有这份查询或投诉", "There is no such inquiry"),
    "inquiry_answered": (
        "{number} 已经答复过; 再问请登记为复核",
        "{number} is answered already; ask again by a recheck",
    ),
    "still_to_come": ("这个时间还没有到", "This moment is still to come"),
    "answered_before_received": ("答复时间早于收到时间", "The answer is older than the inquiry"),
}

PAPERS_VALIDATION: dict[str, tuple[str, str]] = {
    "recheck": (
        "复核必须写明原来的查询, 其他类型不写",
        "a recheck names the earlier inquiry, and only a recheck does",
    ),
}
