import { describe, expect, test } from "vitest";
import type { Shape } from "../src/shared/api";
import { drawingOf, grouped, named } from "../src/phone/goods";

function category(code: string, parent: string | null, name = code, name_en = code): Shape<"CategoryOut"> {
    return { code, parent, name, name_en } as Shape<"CategoryOut">;
}

const ALL = [
    category("clothing", null, "衣物", "Clothing"),
    category("clothing.winter", "clothing", "冬衣", "Winter clothing"),
    category("food", null, "食品", "Food"),
    category("food.rice", "food", "大米", "Rice"),
    category("orphan.one", "orphan", "孤", "Orphan"),
];

describe("a drawing", () => {
    test("is the nearest above: of the category, its kind, or a parcel", () => {
        expect(drawingOf("food.rice")).toBe("wheat");
        expect(drawingOf("clothing.winter.men")).toBe("shirt");
        expect(drawingOf("clothing.winter.infant")).toBe("baby");
        expect(drawingOf("nothing.known")).toBe("package");
    });
});

describe("the list of everything", () => {
    test("stands by kind, each kind first among its own", () => {
        const groups = grouped(ALL).map(({ head, members }) => [head.code, members.map((one) => one.code)]);
        expect(groups).toEqual([
            ["clothing", ["clothing", "clothing.winter"]],
            ["food", ["food", "food.rice"]],
        ]);
    });

    test("is found in either language, whatever the case", () => {
        expect(named(ALL, "米").map((one) => one.code)).toEqual(["food.rice"]);
        expect(named(ALL, " CLOTH ").map((one) => one.code)).toEqual(["clothing", "clothing.winter"]);
        expect(named(ALL, "金")).toEqual([]);
    });
});
