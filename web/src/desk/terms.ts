import { worded } from "../shared/words";
import type { Shape } from "../shared/api";

type Stock = Shape<"StockOut">;
type Grade = NonNullable<Stock["grade"]>;
type Band = Stock["expiry_band"];
type Wearer = NonNullable<Stock["wearer"]>;
type Season = NonNullable<Stock["season"]>;
type Condition = NonNullable<Stock["condition"]>;
type Words<Name extends string> = Record<Name, string>;

/** What the trade calls the values of the API that stand on several pages. */
export const terms = worded(
    {
        unsorted: "未分拣",
        grade: "等级",
        grades: {
            A: "A\u00a0级",
            B: "B\u00a0级",
            C: "C\u00a0级",
            RECYCLE: "再生",
            WASTE: "废弃",
        } as Words<Grade>,
        expiry: "效期",
        bands: {
            expired: "已过期",
            under_3_months: "3 个月内到期",
            under_9_months: "9 个月内到期",
            later: "9 个月以后",
            none: "没有效期",
        } as Words<Band>,
        wearers: {
            woman: "女装",
            man: "男装",
            adult: "成人",
            girl: "女童",
            boy: "男童",
            child: "儿童",
            baby: "婴儿",
        } as Words<Wearer>,
        seasons: { winter: "冬季", summer: "夏季", midseason: "春秋", all_year: "四季" } as Words<Season>,
        conditions: {
            new: "全新",
            good: "八成新",
            fair: "六成新",
            worn: "四成新",
            soiled: "脏污",
            damaged: "破损",
        } as Words<Condition>,
        place: "地点",
        category: "品类",
        lot: "批次",
        pieces: "件数",
        grams: "克",
        weight: "重量",
        reason: "原因",
        note: "备注",
        by: "经手人",
        at: "时间",
        status: "状态",
        station: "站点",
        from: "从",
        to: "到",
    },
    {
        unsorted: "Not sorted",
        grade: "Grade",
        grades: {
            A: "Grade\u00a0A",
            B: "Grade\u00a0B",
            C: "Grade\u00a0C",
            RECYCLE: "Recycling",
            WASTE: "Waste",
        } as Words<Grade>,
        expiry: "Shelf life",
        bands: {
            expired: "Expired",
            under_3_months: "Under 3 months",
            under_9_months: "Under 9 months",
            later: "Later",
            none: "None",
        } as Words<Band>,
        wearers: {
            woman: "Women",
            man: "Men",
            adult: "Adults",
            girl: "Girls",
            boy: "Boys",
            child: "Children",
            baby: "Babies",
        } as Words<Wearer>,
        seasons: {
            winter: "Winter",
            summer: "Summer",
            midseason: "Between",
            all_year: "All year",
        } as Words<Season>,
        conditions: {
            new: "New",
            good: "Good",
            fair: "Fair",
            worn: "Worn",
            soiled: "Soiled",
            damaged: "Damaged",
        } as Words<Condition>,
        place: "Place",
        category: "Category",
        lot: "Lot",
        pieces: "Pieces",
        grams: "Grams",
        weight: "Weight",
        reason: "Reason",
        note: "Note",
        by: "By",
        at: "Time",
        status: "State",
        station: "Station",
        from: "From",
        to: "To",
    },
);
