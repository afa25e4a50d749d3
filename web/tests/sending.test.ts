import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ask, Refused, Unreachable } from "../src/shared/api";
import { begin } from "../src/shared/sending";

const asked = vi.fn<(url: string, how: RequestInit) => Promise<Response>>();

beforeEach(() => {
    asked.mockReset();
    asked.mockImplementation(async () => Response.json({ said: asked.mock.calls.length }));
    vi.stubGlobal("fetch", asked);
});

afterEach(() => vi.unstubAllGlobals());

const mine = { token: "jj_1", etag: 'W/"1"' };

test("what was asked for early is not asked for again", async () => {
    begin("/kit", Promise.resolve(mine));
    await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(1));

    expect(asked.mock.calls[0]![1].headers).toMatchObject({
        authorization: "Bearer jj_1",
        "if-none-match": 'W/"1"',
    });
    expect((await ask("/kit", mine)).body).toEqual({ said: 1 });
    expect(asked).toHaveBeenCalledTimes(1);
});

test("an early answer is given once", async () => {
    begin("/kit", Promise.resolve(mine));
    const both = await Promise.all([ask("/kit", mine), ask("/kit", mine)]);

    expect(both.map(({ body }) => body)).toContainEqual({ said: 2 });
    expect((await ask("/kit", mine)).body).toEqual({ said: 3 });
});

test.each([
    ["somebody else", { ...mine, token: "jj_2" }],
    ["nobody", { token: null, etag: null }],
    ["somebody who has another one", { ...mine, etag: 'W/"2"' }],
    ["somebody who sends", { ...mine, method: "POST" as const }],
])("an early answer is not for %s", async (_who, asking) => {
    begin("/kit", Promise.resolve(mine));

    expect((await ask("/kit", asking)).body).toEqual({ said: 2 });
});

test.each([
    ["nobody to ask for", async () => null],
    ["no store", () => Promise.reject(new Error("private window"))],
])("with %s nothing is asked for early", async (_why, nothing) => {
    begin("/kit", nothing());

    expect((await ask("/kit", mine)).body).toEqual({ said: 1 });
});

test("an early refusal is a refusal, and an early failure is one", async () => {
    asked.mockImplementation(async () => Response.json({ code: "expired" }, { status: 401 }));
    begin("/kit", Promise.resolve(mine));
    await expect(ask("/kit", mine)).rejects.toBeInstanceOf(Refused);

    asked.mockImplementation(() => Promise.reject(new TypeError("no network")));
    begin("/kit", Promise.resolve(mine));
    // Long enough for a failure that nobody heard of to fail the whole run.
    await new Promise((done) => setTimeout(done, 5));
    await expect(ask("/kit", mine)).rejects.toBeInstanceOf(Unreachable);
    expect(asked).toHaveBeenCalledTimes(2);
});
