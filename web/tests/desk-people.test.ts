import { describe, expect, it } from "vitest";
import { givenBy, keyState, linkOf, placeKindOf, ROLES } from "../src/desk/screens/people/roles";
import { secretIn } from "../src/desk/state/inviting";

describe("roles", () => {
    it("are given by administrators, and those on phones by a station's manager too", () => {
        expect(givenBy("admin")).toEqual(ROLES);
        expect(givenBy("station_manager")).toEqual(["volunteer", "driver"]);
        for (const role of ["volunteer", "driver", "warehouse_manager", "foundation", "auditor"] as const)
            expect(givenBy(role)).toEqual([]);
    });

    it("are bound to a place when they handle goods", () => {
        expect(ROLES.filter((role) => placeKindOf(role) === null)).toEqual([
            "foundation",
            "auditor",
            "admin",
        ]);
    });

    it("join where they work", () => {
        expect(linkOf("driver", "jj_x", "https://a.example")).toBe("https://a.example/join#jj_x");
        expect(linkOf("auditor", "jj_x", "https://a.example")).toBe("https://a.example/desk/join#jj_x");
    });
});

describe("keys", () => {
    const key = { expires_at: "2026-11-29T12:00:00+08:00", revoked_at: null };
    const end = Date.parse(key.expires_at);

    it("are valid until they expire", () => {
        expect(keyState(key, end - 1)).toBe("valid");
        expect(keyState(key, end)).toBe("expired");
    });

    it("are revoked whether they have expired or not", () => {
        const revoked = { ...key, revoked_at: "2026-11-28T12:00:00+08:00" };
        expect(keyState(revoked, end - 1)).toBe("revoked");
        expect(keyState(revoked, end + 1)).toBe("revoked");
    });
});

describe("secrets", () => {
    it("are found in a whole link and alone", () => {
        expect(secretIn("https://a.example/desk/join#i_abc-_1 ")).toBe("i_abc-_1");
        expect(secretIn(" jj_abc ")).toBe("jj_abc");
        expect(secretIn("")).toBe("");
    });
});
