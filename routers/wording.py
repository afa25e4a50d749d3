"""Every sentence an error can say, in Chinese and English, side by side."""

from collections.abc import Mapping
from typing import Any

from models.access import Language
from routers.words_of_admin import ADMIN
from routers.words_of_edits import EDITS
from routers.words_of_epcis import EPCIS
from routers.words_of_measures import MEASURES, MEASURES_VALIDATION
from routers.words_of_papers import PAPERS, PAPERS_VALIDATION
from routers.words_of_report_kinds import REPORT_KINDS
from routers.words_of_reports import REPORTS
from routers.words_of_the_chain import CHAIN, CHAIN_VALIDATION

#: What happened and how to go on; never "invalid", never an apology.
SENTENCES: dict[str, tuple[str, str]] = {
    # titles
    "invalid": ("有的内容需要改", "Some of the content needs a change"),
    "unauthenticated": ("需要有效的令牌", "A valid token is needed"),
    "forbidden": ("您的角色不能做这件事", "Your role may not do this"),
    "not_found": ("找不到", "There is no such thing here"),
    "miscoded": ("编号有误, 请对照检查", "The code has a mistake; compare it once more"),
    "unfit": ("与网络的实际情况不符", "This does not fit the network"),
    "conflict": (
        "与已有记录不一致, 没有改动任何内容",
        "This contradicts what is recorded; nothing was changed",
    ),
    "id_taken": (
        "这个编号下已有另一份记录, 没有改动任何内容",
        "Something else is already recorded under this id; nothing was changed",
    ),
    "shortage": ("数量不够, 没有改动任何内容", "There is not enough; nothing was changed"),
    "too_many": (
        "请求太频繁, 请在 {retry_after_s} 秒后再试",
        "Too often; come again in {retry_after_s} seconds",
    ),
    "busy": (
        "系统正忙, 内容没有改动, 请稍后重发",
        "The service is busy; nothing was changed, send the same again",
    ),
    "storage_full": ("存储空间已满, 内容没有改动", "Storage is full; nothing was changed"),
    "internal": (
        "服务暂时出错, 请凭请求编号联系我们",
        "The service failed; tell us the request id",
    ),
    "method_not_allowed": ("这个地址不支持这种请求", "This address does not take this method"),
    "bad_request": ("请求无法读取", "The request cannot be read"),
    "content_too_large": ("内容太大", "The content is too large"),
    "request_entity_too_large": ("内容太大", "The content is too large"),
    # faults
    "unknown_point": ("没有编号为 {value} 的接收点", "There is no point with code {value}"),
    "foreign_point": ("接收点 {value} 不在您的范围内", "Point {value} is not yours"),
    "unknown_station": ("没有编号为 {value} 的整理站", "There is no station with code {value}"),
    "unknown_category": ("没有编号为 {value} 的物资类别", "There is no category with code {value}"),
    "unknown_district": ("没有代码为 {value} 的区", "There is no district with code {value}"),
    "unknown_poster": (
        "找不到这个点, 请看海报上的 6 位码",
        "No such point; look at the 6 characters on the poster",
    ),
    "not_sent_yet": (
        "志愿者手机还没上传, 稍后再看",
        "The volunteer's phone has not sent it yet; look again later",
    ),
    "unknown_code": ("没有这个追踪码", "There is no such tracking code"),
    "no_station": ("网络中还没有整理站", "The network has no station yet"),
    "cursor": ("翻页标记不是本服务给出的", "This cursor was not given by this service"),
    "already_collected": (
        "物资已被取走, 不能再改派",
        "The goods were collected and cannot be sent elsewhere",
    ),
    "ambiguous_line": (
        "有几行符合, 请写明成色或保质期",
        "Several lines match; say the condition or the expiry date",
    ),
    "no_such_line": ("原记录里没有这一行", "The record has no such line"),
    "line_twice": ("同一行写了两次", "The same line is given twice"),
    "nothing_changes": ("更正后与原记录相同", "The correction changes nothing"),
    "role_without_place": ("{role} 角色不属于某个地点", "The role {role} has no place"),
    "role_needs_place": (
        "{role} 角色需要一个地点 ({kind})",
        "The role {role} needs a place of kind {kind}",
    ),
    "code_length": (
        "编号应有规定的位数, 现在是 {found} 位",
        "The code has {found} characters, which is not its length",
    ),
    "code_character": ("编号里不会有字符 {found}", "The character {found} does not occur in codes"),
    "code_check": (
        "校验位不对: {found} 有一个字符看错或打错",
        "The check character is wrong: one character of {found} is mistyped",
    ),
    "sync_method": ("离线记录只能是 PUT 或 POST", "An outbox entry is PUT or POST"),
    "sync_path": ("离线记录不能发到这个地址", "An outbox entry cannot go to this address"),
}

#: pydantic's error types; `{…}` are its context values.
VALIDATION: dict[str, tuple[str, str]] = {
    "missing": ("必须填写", "is needed"),
    "extra_forbidden": ("没有这个字段", "is not a field here"),
    "string_type": ("应为文字", "must be text"),
    "string_too_short": ("至少 {min_length} 个字符", "needs at least {min_length} characters"),
    "string_too_long": ("最多 {max_length} 个字符", "has room for {max_length} characters"),
    "string_pattern_mismatch": ("格式不对", "has not the right form"),
    "string_unicode": ("含有无法读取的字符", "has characters that cannot be read"),
    "int_type": ("应为整数", "must be a whole number"),
    "int_parsing": ("应为整数", "must be a whole number"),
    "int_from_float": ("应为整数", "must be a whole number"),
    "int_parsing_size": ("数字太大", "is too large a number"),
    "whole_number": ("应为整数", "must be a whole number"),
    "float_type": ("应为数字", "must be a number"),
    "float_parsing": ("应为数字", "must be a number"),
    "finite_number": ("应为有限的数字", "must be a finite number"),
    "bool_type": ("应为 true 或 false", "must be true or false"),
    "greater_than_equal": ("不能小于 {ge}", "must be at least {ge}"),
    "less_than_equal": ("不能大于 {le}", "must be at most {le}"),
    "enum": ("应为以下之一: {expected}", "must be one of {expected}"),
    "literal_error": ("应为以下之一: {expected}", "must be one of {expected}"),
    "list_type": ("应为列表", "must be a list"),
    "too_short": ("至少 {min_length} 项", "needs at least {min_length} entries"),
    "too_long": ("最多 {max_length} 项", "has room for {max_length} entries"),
    "dict_type": ("应为对象", "must be an object"),
    "model_type": ("应为对象", "must be an object"),
    "model_attributes_type": ("应为 JSON 对象", "must be a JSON object"),
    "json_invalid": ("不是完整的 JSON", "is not complete JSON"),
    "instant": (
        "应为带时区的时间, 如 2026-11-23T14:02:00+08:00",
        "must be a time that exists, with its offset, such as 2026-11-23T14:02:00+08:00",
    ),
    "instant_range": ("时间应在 2000 年到 2100 年之间", "must be between the years 2000 and 2100"),
    "day": ("应为日期, 如 2026-11-23", "must be a day such as 2026-11-23"),
    "text_characters": ("含有控制或隐藏字符", "has control or hidden characters"),
    "text_line": ("应为一行不空的文字", "must be one line of text that is not empty"),
    "uuid": ("应为 UUID (第 7 版)", "must be a UUID (version 7)"),
    "consent": ("留下姓名或电话需要捐赠人同意", "a name or telephone needs the donor's consent"),
    "nothing": ("至少需要一行物资", "at least one line is needed"),
    "position": (
        "应为 纬度,经度, 如 31.23,121.47",
        "must be latitude,longitude such as 31.23,121.47",
    ),
    "bbox": ("应为 西,南,东,北 四个度数", "must be west,south,east,north in degrees"),
}


SENTENCES |= ADMIN | CHAIN | EDITS | EPCIS | MEASURES | PAPERS | REPORTS | REPORT_KINDS
VALIDATION |= CHAIN_VALIDATION | MEASURES_VALIDATION | PAPERS_VALIDATION


def sentence(code: str, language: Language, values: Mapping[str, Any] | None = None) -> str:
    """Return the sentence for a code; a framework's status without one says its own name."""
    both = SENTENCES.get(code) or VALIDATION.get(code)
    if both is None:
        return code.replace("_", " ").capitalize()
    return both[0 if language == "zh" else 1].format_map(_Given(values or {}))


def validation_sentence(entry: Mapping[str, Any], language: Language) -> str:
    """Return the sentence for one of pydantic's errors."""
    both = VALIDATION.get(str(entry["type"]))
    if both is None:
        return "填写有误" if language == "zh" else "is not right"
    return both[0 if language == "zh" else 1].format_map(_Given(entry.get("ctx", {})))


class _Given(dict[str, Any]):
    """Values for a sentence; one that is missing leaves a gap instead of a failure."""

    def __missing__(self, key: str) -> str:
        return "…"
