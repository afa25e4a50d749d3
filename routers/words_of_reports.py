"""Sentences of faults in questions to reports, in Chinese and English."""

REPORTS: dict[str, tuple[str, str]] = {
    "period_backwards": (
        "结束日期 {last} 早于开始日期 {first}",
        "The period ends on {last}, before it begins on {first}",
    ),
    "period_too_long": ("一次最多查询 {days} 天", "A report covers {days} days at the most"),
    "unknown_dimension": (
        "不能按 {value} 分组; 可用: {words}",
        "It cannot be grouped by {value}, but by: {words}",
    ),
    "dimension_twice": ("{value} 写了两次", "{value} is given twice"),
    "unknown_filter": (
        "这份报表不能这样筛选; 可用: {words}",
        "This report cannot be limited so, but by: {words}",
    ),
    "unknown_province": ("没有代码为 {value} 的省", "There is no province with code {value}"),
    "unknown_grade": ("没有等级 {value}", "There is no grade {value}"),
    "unknown_recipient_kind": ("没有受助方类型 {value}", "There is no kind of recipient called {value}"),
    "unknown_emergency": ("应填 true 或 false", "must be true or false"),
    "exports_under_way": (
        "已有 {number} 份导出在进行, 请等一份完成",
        "{number} exports are under way; wait for one of them",
    ),
    "export_not_done": ("导出尚未完成: {status}", "The export is not done: {status}"),
    "not_exported": (
        "这份报表请直接查询, 不做后台导出",
        "Ask for this report directly; it is not exported in the background",
    ),
    "no_endless_pdf": ("逐笔明细请导出 CSV 或 XLSX", "Movements come as CSV or XLSX"),
    "not_shared": (
        "这份报表是关于某个人的, 不能用链接分享",
        "This report is about a person; it is not shared by a link",
    ),
    "no_flows": ("这份报表没有流向图", "This report has no picture of flows"),
    "no_movements": ("这份报表没有逐笔明细", "This report has no movements behind its cells"),
}
