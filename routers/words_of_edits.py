"""Sentences of edits that met others', of pages that listen, of contradictions, in Chinese and English."""

EDITS: dict[str, tuple[str, str]] = {
    "stale": (
        "您打开之后别人改过, 没有改动任何内容",
        "Somebody changed this after you opened it; nothing was changed",
    ),
    "changed_meanwhile": (
        "现在是「{stored}」, 您填的是「{sent}」",
        'It is "{stored}" now; you sent "{sent}"',
    ),
    "crowded": (
        "同时查看动态的页面太多, 请在 {retry_after_s} 秒后再试",
        "Too many pages follow changes at once; come again in {retry_after_s} seconds",
    ),
    "settled_already": (
        "{by} 已于 {at} 处理 ({choice})",
        "{by} settled this at {at} ({choice})",
    ),
    "no_such_way": ("这里不能这样处理: {value}", "This cannot be settled by {value}"),
    "values_needed": ("请写明要更正的内容", "Say what is to be corrected"),
    "not_of_this_conflict": ("{value} 与这处矛盾无关", "{value} is not part of this conflict"),
    "if_match": (
        'If-Match 应为带引号的版本号, 如 "3f2a…", 或 *',
        'If-Match is a version in quotes, such as "3f2a...", or *',
    ),
}
