import "fake-indexeddb/auto";
import { beforeEach, expect, test } from "vitest";
import { fresh, keepDraft } from "../src/phone/keep/drafts";
import { tapped } from "../src/phone/logging";
import { drafting } from "../src/phone/state/drafting.svelte";
import { me } from "../src/phone/state/me.svelte";

const PERSON = {
    id: "p1",
    name: "李梅",
    poster: null,
    token: "jj_1",
    role: "volunteer",
    place: "P-0001",
    refused: null,
    gone: false,
} as const;

beforeEach(() => {
    me.person = PERSON;
    drafting.draft = null;
});

test("a draft that two screens ask for is read once, so that neither takes a tap back", async () => {
    await keepDraft(fresh(PERSON.id));
    const first = drafting.begin();
    const second = drafting.begin();
    await first;
    drafting.change((draft) => tapped(draft, "bedding"));
    await second;

    expect(drafting.draft?.lines).toEqual([{ category: "bedding", pieces: 1 }]);
});

test("what was found before the script came is taken up without a look at the store", () => {
    const found = { ...fresh(PERSON.id), note: "三件" };
    drafting.take(PERSON.id, found);
    expect(drafting.draft).toEqual(found);

    drafting.take(PERSON.id, undefined);
    expect(drafting.draft).toMatchObject({ person: PERSON.id, lines: [] });
});
