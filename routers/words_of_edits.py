"""Sentences of edits that met somebody else's, and of pages that listen, in Chinese and English."""

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
    "if_match": (
        'If-Match 应为带引号的版本号, 如 "3f2a…", 或 *',
        'If-Match is a version in quotes, such as "3f2a...", or *',
    ),
}
