import type { Shape } from "../../../shared/api";
import type { Filter } from "../../parts/filters";
import type { Option } from "../../parts/Picker.svelte";
import { categoryOption, findCategories, findSites, siteOption } from "../../parts/pickers";
import { catalogue } from "../../state/catalogue.svelte";
import { session } from "../../state/session.svelte";
import { recipients } from "../relief/recipients.svelte";

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
    if (isRecipient(limit)) return recipients.name(value);
    return limit.kind === "category" ? catalogue.category(value) : catalogue.site(value);
}

function filterOf(limit: Limit): Filter | null {
    const { name, title: label, kind, choices } = limit;
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
    if (isRecipient(limit))
        return {
            kind: "pick",
            name,
            label,
            search: (text) => recipients.findAll(text),
            option: (code) => recipients.option(code),
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

/** Whether a limit is by recipient, for somebody who may know who they are. */
function isRecipient({ kind }: Limit): boolean {
    return kind === "recipient" && session.may("list_recipients");
}
