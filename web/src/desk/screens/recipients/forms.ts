import type { Shape } from "../../../shared/api";

/** A recipient as it is typed. */
export interface Typed {
    code: string;
    kind: Shape<"RecipientKind">;
    name: string;
    credit: string;
    reference: string;
    division: string;
    earmarks: string;
    status: Shape<"RecipientStatus">;
}

/** Returns a form that is filled in with a recipient, or empty. */
export function typedOf(one: Shape<"RecipientOut"> | null): Typed {
    return {
        code: one?.code ?? "",
        kind: one?.kind ?? "organisation",
        name: one?.name ?? "",
        credit: one?.credit_code ?? "",
        reference: "",
        division: one?.division_code ?? "",
        earmarks: (one?.earmarks ?? []).join("; "),
        status: one?.status ?? "active",
    };
}

/** The fields that cannot be as they are. */
export type Wrong = "code" | "name" | "credit" | "reference" | "division";

/** Returns what has to be mended before a recipient can be sent. */
export function wrongIn(typed: Typed): Set<Wrong> {
    const wrong = new Set<Wrong>();
    if (!/^[0-9A-Za-z-]{1,40}$/.test(typed.code.trim())) wrong.add("code");
    if (!/^[1-8][0-9]{5}$/.test(typed.division.trim())) wrong.add("division");
    if (typed.kind === "organisation") {
        if (typed.name.trim() === "") wrong.add("name");
        if (typed.credit.trim().length !== 18) wrong.add("credit");
    } else if (typed.reference.trim() === "") wrong.add("reference");
    return wrong;
}

/** Returns a recipient as the service takes it; where it is stays, as long as it is in the same division. */
export function bodyOf(typed: Typed, stored: Shape<"RecipientOut"> | null): Shape<"RecipientIn"> {
    const division = typed.division.trim();
    const stays = stored !== null && stored.division_code === division;
    return {
        kind: typed.kind,
        division_code: division,
        earmarks: typed.earmarks
            .split(/[;；]/)
            .map((word) => word.trim())
            .filter((word) => word !== ""),
        status: typed.status,
        ...(stays ? { position: { lat: stored.position.lat, lon: stored.position.lon } } : {}),
        ...(typed.kind === "organisation"
            ? { name: typed.name.trim(), credit_code: typed.credit.trim().toUpperCase() }
            : { case_reference: typed.reference.trim() }),
    };
}
