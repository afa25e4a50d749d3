"""The columns of a places file, in both languages, with an example of each."""

from models.access import Language
from models.import_shapes import ImportColumnOut
from models.imports import COLUMNS, PlaceRow

#: Chinese words, an example, and whether a row must fill it.
_ABOUT: dict[str, tuple[str, str, bool]] = {
    "code": ("地点编号, 永久不变", "P-1501", True),
    "kind": ("point 接收点、station 整理站或 warehouse 仓库", "point", True),
    "name": ("中文名称", "瑞金二路社区捐赠接收点", True),
    "name_en": ("英文名称", "Ruijin Er Lu Community Donation Point", True),
    "district": ("区, 六位代码", "310101", True),
    "subdistrict": ("街镇, 九位代码", "310101013", True),
    "committee": ("居村委, 十二位代码, 可不填", "", False),
    "address": ("中文地址", "黄浦区瑞金二路 1 号", False),
    "address_en": ("英文地址", "1 Ruijin Er Lu, Huangpu", False),
    "lat": ("纬度; 不填则按地址查询", "31.2112", False),
    "lon": ("经度; 不填则按地址查询", "121.4637", False),
    "datum": ("经纬度的坐标系: WGS84、GCJ02 或 BD09", "WGS84", True),
    "position_source": (
        "位置来源: surveyed 实测、geocoded 地址查询或 synthetic 规划",
        "surveyed",
        True,
    ),
    "operator": ("运营单位", "", False),
    "phone": ("电话, 可不填", "021-12345678", False),
    "opening_hours": ("开放时间, OpenStreetMap 写法; 不填表示未知", "Mo-Su 09:30-19:00", False),
    "accepts": ("接收的物资类别编号, 以分号隔开, 包含下级", "clothing;bedding", False),
    "capacity_kg": ("容量, 千克", "300", True),
    "status": ("open 开放、suspended 暂停或 closed 停用", "open", True),
    "pinned_station": ("固定去往的整理站, 可不填", "", False),
}


def columns(language: Language) -> list[ImportColumnOut]:
    """Return every column in the order of the template."""
    found = []
    for name in COLUMNS:
        chinese, example, needed = _ABOUT[name]
        words = chinese if language == "zh" else PlaceRow.model_fields[name].description or ""
        found.append(ImportColumnOut(column=name, description=words, example=example, needed=needed))
    return found


def template() -> bytes:
    """Return a file with the header alone, which spreadsheets open in the right encoding."""
    return ("\ufeff" + ",".join(COLUMNS) + "\r\n").encode()
