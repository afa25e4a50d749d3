"""The country's provinces (GB/T 2260, first two digits) with the seat of each government, WGS-84.

The seats are the cities' centres to a hundredth of a degree, about a kilometre: good enough to rank
distances between provinces, which is all they are for.
"""

from geo.positions import Position

_ROWS = """
11 北京市 Beijing 39.90 116.41
12 天津市 Tianjin 39.14 117.18
13 河北省 Hebei 38.04 114.51
14 山西省 Shanxi 37.87 112.55
15 内蒙古自治区 Inner_Mongolia 40.81 111.65
21 辽宁省 Liaoning 41.80 123.43
22 吉林省 Jilin 43.88 125.32
23 黑龙江省 Heilongjiang 45.75 126.65
31 上海市 Shanghai 31.23 121.47
32 江苏省 Jiangsu 32.06 118.78
33 浙江省 Zhejiang 30.29 120.16
34 安徽省 Anhui 31.86 117.28
35 福建省 Fujian 26.06 119.31
36 江西省 Jiangxi 28.68 115.88
37 山东省 Shandong 36.67 117.00
41 河南省 Henan 34.76 113.65
42 湖北省 Hubei 30.58 114.27
43 湖南省 Hunan 28.20 112.97
44 广东省 Guangdong 23.12 113.25
45 广西壮族自治区 Guangxi 22.82 108.32
46 海南省 Hainan 20.05 110.34
50 重庆市 Chongqing 29.56 106.55
51 四川省 Sichuan 30.67 104.07
52 贵州省 Guizhou 26.58 106.72
53 云南省 Yunnan 25.04 102.72
54 西藏自治区 Tibet 29.65 91.10
61 陕西省 Shaanxi 34.26 108.93
62 甘肃省 Gansu 36.06 103.79
63 青海省 Qinghai 36.63 101.76
64 宁夏回族自治区 Ningxia 38.47 106.27
65 新疆维吾尔自治区 Xinjiang 43.80 87.60
71 台湾省 Taiwan 25.05 121.53
81 香港特别行政区 Hong_Kong 22.28 114.16
82 澳门特别行政区 Macao 22.20 113.55
"""

PROVINCES: dict[str, tuple[str, str, Position]] = {
    code: (name, name_en.replace("_", " "), Position(float(lat), float(lon)))
    for code, name, name_en, lat, lon in (row.split() for row in _ROWS.strip().splitlines())
}


def province_of(division_code: str) -> tuple[str, str, Position] | None:
    """Return name, English name and seat of the province a division code begins with, if there is one."""
    return PROVINCES.get(division_code[:2])
