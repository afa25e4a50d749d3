"""Sentences of imports, invitations and the system, in Chinese and English."""

ADMIN: dict[str, tuple[str, str]] = {
    "columns_missing": ("缺少列: {columns}", "Columns are missing: {columns}"),
    "columns_unknown": ("没有这些列: {columns}", "There are no such columns: {columns}"),
    "columns_twice": ("列重复: {columns}", "Columns are given twice: {columns}"),
    "not_a_table": ("这不是 CSV 表格", "This is no CSV table"),
    "needs_preview": (
        "请先预览, 再带上预览的 digest 载入",
        "Look at the preview first, and send its digest along",
    ),
    "import_changed": (
        "文件或网络与预览时不同, 请重新预览",
        "The file or the network is not what the preview showed; look at it once more",
    ),
    "rows_refused": (
        "有 {number} 行不能载入, 没有改动任何内容",
        "{number} rows cannot be loaded; nothing was changed",
    ),
    "unknown_invitation": (
        "这份邀请不存在、已用过或已过期, 请向邀请您的人再要一份",
        "There is no such invitation, or it was used or has expired; ask for a new one",
    ),
    "not_yours_to_invite": ("您不能邀请 {role} 角色", "The role {role} is not yours to invite to"),
    "invitation_used": (
        "这份邀请已被接受; 请停用它给出的令牌",
        "The invitation was taken up; revoke the token it gave",
    ),
    "place_row": ("这里需要改: {zh}", "This needs a change: {en}"),
    "half_a_position": (
        "纬度和经度要么都填, 要么都不填",
        "Latitude and longitude come together or not at all",
    ),
    "too_many_posters": (
        "一次最多 {most} 张海报, 现在是 {number} 张",
        "{number} posters are asked for; one file has room for {most}",
    ),
    "no_points_there": ("{value} 没有接收点", "There are no points in {value}"),
    "which_posters": (
        "请写明接收点编号、区、街镇或整理站, 四者取一",
        "Say points, a district, a sub-district or a station: one of the four",
    ),
}
