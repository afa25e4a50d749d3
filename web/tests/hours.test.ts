import { expect, test } from "vitest";
import { hours } from "../src/shared/hours";

test.each([
    [
        "Mo-Fr 09:00-17:00; PH off",
        "周一至周五 09:00–17:00; 节假日休息",
        "Mon to Fri 09:00–17:00; public holidays closed",
    ],
    ["Sa,Su 09:00-16:00", "周六、周日 09:00–16:00", "Sat, Sun 09:00–16:00"],
    [
        "Mo-Fr 09:00-11:30,13:30-16:30; Oct 01-07 off",
        "周一至周五 09:00–11:30、13:30–16:30; 10月1日至7日休息",
        "Mon to Fri 09:00–11:30, 13:30–16:30; 1–7 Oct closed",
    ],
    [
        "We 13:00-17:00; Sa[1],Sa[3] 09:00-12:00",
        "周三 13:00–17:00; 第1个周六、第3个周六 09:00–12:00",
        "Wed 13:00–17:00; 1st Sat, 3rd Sat 09:00–12:00",
    ],
    ["Jul-Aug Mo-Fr 08:00-11:00", "7月至8月 周一至周五 08:00–11:00", "Jul to Aug Mon to Fri 08:00–11:00"],
    ["24/7", "全天", "day and night"],
    ["by appointment", "by appointment", "by appointment"],
])("%s is said as people say it", (written, zh, en) => {
    expect(hours(written, "zh")).toBe(zh);
    expect(hours(written, "en")).toBe(en);
});
