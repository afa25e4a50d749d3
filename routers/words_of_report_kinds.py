"""Sentences of faults in what a report is asked, in Chinese and English."""

REPORT_KINDS: dict[str, tuple[str, str]] = {
    "unknown_word": ("{value} 不在可选范围内: {known}", "{value} is not one of: {known}"),
    "unknown_province": ("没有代码为 {value} 的省份", "There is no province with code {value}"),
    "only_today": (
        "需求的过去状态没有保存, 截止日请填今天",
        "How needs stood on a past day is not kept; ask for today",
    ),
    "one_donor": (
        "追踪码和手机号请填其中一个, 且只填一个",
        "Give either a tracking code or a mobile number, and only one of them",
    ),
    "phone_form": (
        "手机号应为 11 位, 如 138 0000 1234",
        "A mobile number has 11 digits, such as 138 0000 1234",
    ),
}
