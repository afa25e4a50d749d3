"""Sentences of inquiries and disclosures, in Chinese and English."""

PAPERS: dict[str, tuple[str, str]] = {
    # inquiries
    "unknown_inquiry": ("没有这份查询或投诉", "There is no such inquiry"),
    "inquiry_answered": (
        "{number} 已经答复过; 再问请登记为复核",
        "{number} is answered already; ask again by a recheck",
    ),
    "still_to_come": ("这个时间还没有到", "This moment is still to come"),
    "answered_before_received": ("答复时间早于收到时间", "The answer is older than the inquiry"),
    # disclosures
    "unknown_project": ("没有编号为 {value} 的项目", "There is no project with code {value}"),
    "until_too_far": ("最远只能看到 {value}", "Look no further ahead than {value}"),
    "period_not_over": (
        "这一期到 {value} 才结束, 结束后才能公示",
        "The period ends on {value}; it is published when it is over",
    ),
    "not_of_the_duty": (
        "日期或项目与这种公示不符: 年度为整年且不带项目, 总结为项目全程, 其余在项目期间内",
        "Days or project do not fit: annual is a calendar year, final a project's run, others lie within it",
    ),
    "published_already": (
        "这一期已公示为 {number}; 有误请发布更正版",
        "This is published as {number}; correct it by a new version",
    ),
    "conflicts_open": (
        "还有 {number} 条冲突没有处理; 处理完才能公示",
        "{number} contradictions wait to be settled; what is published is settled first",
    ),
    "figures_are_the_same": (
        "台账现在的数字与最新一版相同, 没有可更正的",
        "The ledger says what the newest version says; there is nothing to correct",
    ),
}

PAPERS_VALIDATION: dict[str, tuple[str, str]] = {
    "ends_before_its_start": ("结束日期早于开始日期", "would end before its start"),
    "period_order": ("最后一天早于第一天", "has its last day before its first"),
    "recheck": (
        "复核必须写明原来的查询, 其他类型不写",
        "a recheck names the earlier inquiry, and only a recheck does",
    ),
}
