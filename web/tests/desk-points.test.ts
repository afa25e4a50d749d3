import { describe, expect, it } from "vitest";
import { editOf, formOf, readDecimal } from "../src/desk/screens/points/form";
import { corrected, decoded, guessed, placesFile, readTable } from "../src/desk/screens/points/table";

describe("reading a table", () => {
    it("reads what spreadsheets write: marks, quotes, line ends, other delimiters", () => {
        const sheet = readTable('\ufeffcode,name\r\nP-1,"a ""b"", c"\r\n\r\nP-2,  d \r\n');

        expect(sheet.header).toEqual(["code", "name"]);
        expect(sheet.rows).toEqual([
            { line: 2, cells: ["P-1", 'a "b", c'] },
            { line: 4, cells: ["P-2", "d"] },
        ]);
        expect(readTable("code;name\nP-1;a,b").rows[0]?.cells).toEqual(["P-1", "a,b"]);
        expect(readTable("code\tname\nP-1\ta").header).toEqual(["code", "name"]);
    });

    it("reads a last line without an end, and finds nothing in nothing", () => {
        expect(readTable("code\nP-1").rows).toEqual([{ line: 2, cells: ["P-1"] }]);
        expect(readTable("")).toEqual({ header: [], rows: [] });
    });

    it("reads the encodings that files come in", () => {
        const gbk = new Uint8Array([0xbd, 0xd3, 0xca, 0xd5, 0xb5, 0xe3]);

        expect(decoded(gbk.buffer)).toBe("接收点");
        expect(decoded(new TextEncoder().encode("接收点").buffer as ArrayBuffer)).toBe("接收点");
    });
});

describe("which column is which", () => {
    const columns = [
        { column: "code", description: "地点编号, 永久不变" },
        { column: "name_en", description: "英文名称" },
        { column: "phone", description: "电话, 可不填" },
    ];

    it("is told by names, however they are written, and by the words of their descriptions", () => {
        expect(guessed(["Name EN", "地点编号", "x"], columns)).toEqual({
            code: { column: 1 },
            name_en: { column: 0 },
            phone: null,
        });
    });
});

describe("the file that is sent", () => {
    const sheet = readTable('no,what\n1,"a, ""b"""\n\n3,c');
    const from = { code: { column: 0 }, name: { column: 1 }, kind: { value: "point" }, phone: null };

    it("keeps each row on the line where its spreadsheet shows it", () => {
        expect(placesFile(sheet, ["code", "name", "kind", "phone"], from).split("\n")).toEqual([
            "code,name,kind,phone",
            '1,"a, ""b""",point,',
            "",
            "3,c,point,",
            "",
        ]);
    });

    it("has a cell that was mended, and the rest as it was", () => {
        const mended = corrected(sheet, 4, 1, "d");

        expect(placesFile(mended, ["code", "name"], from)).toBe('code,name\n1,"a, ""b"""\n\n3,d\n');
        expect(corrected(sheet, 4, 3, "far").rows[1]?.cells).toEqual(["3", "c", "", "far"]);
        expect(sheet.rows[1]?.cells).toEqual(["3", "c"]);
    });
});

describe("the form of a point", () => {
    const place = {
        name: "点",
        name_en: "Point",
        address: "",
        address_en: "Road 1",
        operator: "",
        phone: "",
        opening_hours: "Mo-Su 09:00-17:00",
        capacity_grams: 250_500,
        position: { lat: 31.2, lon: 121.4 },
        position_source: "surveyed",
        status: "open",
        accepts: ["clothing"],
    } as never;

    it("sends what it shows, and no empty line that never was", () => {
        const form = formOf(place);
        expect(editOf(form, form)).toEqual({
            name: "点",
            name_en: "Point",
            address_en: "Road 1",
            operator: "",
            phone: "",
            opening_hours: "Mo-Su 09:00-17:00",
            capacity_kg: 250.5,
            lat: 31.2,
            lon: 121.4,
            position_source: "surveyed",
            status: "open",
            accepts: ["clothing"],
        });
    });

    it("sends a line that was emptied, so that the service says that it cannot be", () => {
        const form = { ...formOf(place), address_en: "" };
        expect(editOf(form, formOf(place))?.address_en).toBe("");
    });

    it("is not sent while a number is none", () => {
        expect(editOf({ ...formOf(place), lat: "north" }, formOf(place))).toBeNull();
        expect(readDecimal("３１．５")).toBe(31.5);
        expect(readDecimal("-0.5")).toBe(-0.5);
        expect(readDecimal("1e3")).toBeNull();
    });
});
