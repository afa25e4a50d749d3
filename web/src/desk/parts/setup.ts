import type { Shape } from "../../shared/api";

export type StepName =
    "admin" | "places" | "staffed" | "invited" | "labels" | "phone" | "https" | "backup" | "intake" | "demo";

export interface Step {
    name: StepName;
    done: boolean;
    /** The page where it is done; null for what is done on the server's machine or by a volunteer. */
    href: string | null;
}

/** Returns what a new service needs, in the order in which one does it. */
export function stepsOf(told: Shape<"SetupOut">): Step[] {
    return [
        { name: "admin", done: told.admin, href: null },
        { name: "demo", done: !told.demo, href: null },
        { name: "places", done: told.places > 0, href: "/desk/points/import" },
        { name: "https", done: told.public_url_https, href: null },
        { name: "phone", done: told.help_phone, href: null },
        {
            name: "staffed",
            done: told.stations > 0 && told.stations_staffed >= told.stations,
            href: "/desk/people",
        },
        { name: "invited", done: told.invited, href: "/desk/people" },
        { name: "labels", done: told.labels_printed, href: "/desk/labels" },
        { name: "backup", done: told.backup !== null, href: "/desk/system" },
        { name: "intake", done: told.first_intake, href: null },
    ];
}
