import type { Shape } from "../../../shared/api";
import { nameOf } from "../../../shared/look.svelte";
import { get } from "../../asking";
import type { Filter } from "../../parts/filters";
import type { Option } from "../../parts/Picker.svelte";
import { categoryOption, findCategories, findSites, siteOption } from "../../parts/pickers";
import { catalogue } from "../../state/catalogue.svelte";
import { session } from "../../state/session.svelte";

type Limit = Shape<"FilterOut">;

/** Choices that are shown side by side; more are found by typing. */
const SIDE_BY_SIDE = 5;

/** Returns the filters of a report; one that has a single choice is no choice. */
export function filtersOf({ limits }: Shape<"OfferedReport">): Filter[] {
    return limits.flatMap((limit) => filterOf(limit) ?? []);
}

/** Returns to what a question is limited, as people call it: `Category: Winter clothing`. */
export function limitsSaid(limited: Record<string, unknown>, limits: readonly Limit[]): string[] {
    return Object.entries(limited).map(([word, value]) => {
        const limit = limits.find(({ name }) => name === word);
        return `${limit?.title ?? word}: ${calledIn(String(value), limit)}`;
    });
}

function calledIn(value: string, limit: Limit | undefined): string {
    const chosen = limit?.choices?.find(({ name }) => name === value)?.title;
    if (chosen !== undefined || limit === undefined) return chosen ?? value;
    return limit.kind === "category" ? catalogue.category(value) : catalogue.site(value);
}

function filterOf({ name, title: label, kind, choices }: Limit): Filter | null {
    if (choices !== null) {
        if (choices.length < 2) return null;
        const options = choices.map((choice) => ({ value: choice.name, name: choice.title }));
        if (options.length <= SIDE_BY_SIDE) return { kind: "choice", name, label, options };
        const found = choices.map((choice) => ({ code: choice.name, name: choice.title }));
        return {
            kind: "pick",
            name,
            label,
            search: (text) => among(found, text),
            option: (code) => of(found, code),
        };
    }
    if (kind === "category")
        return { kind: "pick", name, label, search: findCategories, option: categoryOption };
    if (kind === "place") return { kind: "pick", name, label, search: findSites, option: siteOption };
    if (kind === "recipient" && session.may("list_recipients"))
        return {
            kind: "pick",
            name,
            label,
            search: findRecipients,
            option: (code) => ({ code, name: code }),
        };
    return { kind: "text", name, label };
}

function among(options: readonly Option[], text: string): Option[] {
    const wanted = text.trim().toLowerCase();
    return options.filter(({ code, name }) =>
        [code, name].some((word) => word.toLowerCase().includes(wanted)),
    );
}

function of(options: readonly Option[], code: string): Option {
    return options.find((option) => option.code === code) ?? { code, name: code };
}

/** Finds recipients by name or code among the first hundred: their list has no search of its own. */
async function findRecipients(text: string): Promise<Option[]> {
    const { items } = await get<{ items: Shape<"RecipientOut">[] }>("/recipients?limit=100");
    return among(
        items.map((recipient) => ({ code: recipient.code, name: called(recipient), about: recipient.code })),
        text,
    ).slice(0, 12);
}

function called({ code, name }: Shape<"RecipientOut">): string {
    return name === null || name === undefined ? code : nameOf({ name, name_en: "" });
}
