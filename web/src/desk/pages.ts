import type { Component } from "svelte";

export type Section = "work" | "relief" | "foundation" | "network";

/** A page of the desk: what shows it, which operation of the API it lives by, and where the menu has it. */
export interface DeskPage {
    screen: string;
    /** Whoever may not use this operation does not see the page: to them it does not exist. */
    needs: string;
    menu?: { section: Section; icon: string; name: MenuName };
}

export type MenuName =
    | "board"
    | "receive"
    | "sort"
    | "stock"
    | "counts"
    | "pickups"
    | "shipments"
    | "needs"
    | "conflicts"
    | "reports"
    | "shares"
    | "disclosure"
    | "inquiries"
    | "recipients"
    | "map"
    | "points"
    | "labels"
    | "people"
    | "system";

type Menu = NonNullable<DeskPage["menu"]>;

function menu(section: Section, icon: string, name: MenuName): { menu: Menu } {
    return { menu: { section, icon, name } };
}

/** The pages by their addresses, as pages.json has them; the menu shows them in this order. */
export const PAGES: Record<string, DeskPage> = {
    "/desk": { screen: "Board", needs: "get_board", ...menu("work", "gauge", "board") },
    "/desk/receive": { screen: "Receive", needs: "receive_bags", ...menu("work", "scan-line", "receive") },
    "/desk/receive/{id}": { screen: "Receipt", needs: "get_receipt" },
    "/desk/sort": { screen: "Sort", needs: "sort_goods", ...menu("work", "split", "sort") },
    "/desk/sort/{id}": { screen: "Sorting", needs: "get_sorting" },
    "/desk/stock": { screen: "Stock", needs: "get_stock", ...menu("work", "archive", "stock") },
    "/desk/lot/{lot}": { screen: "Lot", needs: "get_lot_graph" },
    "/desk/counts": {
        screen: "Counts",
        needs: "list_stocktakes",
        ...menu("work", "clipboard-list", "counts"),
    },
    "/desk/counts/{id}": { screen: "Count", needs: "get_stocktake" },
    "/desk/pickups": { screen: "Pickups", needs: "list_pickups", ...menu("work", "truck", "pickups") },
    "/desk/pickups/{id}": { screen: "Pickup", needs: "get_pickup" },
    "/desk/conflicts": {
        screen: "Conflicts",
        needs: "list_conflicts",
        ...menu("work", "scale", "conflicts"),
    },
    "/desk/conflicts/{id}": { screen: "Conflict", needs: "get_conflict" },
    "/desk/needs": { screen: "Needs", needs: "list_needs", ...menu("relief", "hand-heart", "needs") },
    "/desk/needs/{id}": { screen: "Need", needs: "get_need" },
    "/desk/shipments": {
        screen: "Shipments",
        needs: "list_transfers",
        ...menu("relief", "send", "shipments"),
    },
    "/desk/shipments/{kind}/{id}": { screen: "Shipment", needs: "get_transfer" },
    "/desk/recipients": {
        screen: "Recipients",
        needs: "list_recipients",
        ...menu("relief", "users-round", "recipients"),
    },
    "/desk/recipients/{code}": { screen: "Recipient", needs: "get_recipient" },
    "/desk/reports": {
        screen: "Reports",
        needs: "list_reports",
        ...menu("foundation", "chart-column", "reports"),
    },
    "/desk/reports/{name}": { screen: "Report", needs: "get_report" },
    "/desk/shares": { screen: "Shares", needs: "list_shares", ...menu("foundation", "link", "shares") },
    "/desk/disclosure": {
        screen: "Disclosure",
        needs: "list_due",
        ...menu("foundation", "file-check", "disclosure"),
    },
    "/desk/disclosure/{id}": { screen: "Disclosed", needs: "list_due" },
    "/desk/inquiries": {
        screen: "Inquiries",
        needs: "list_inquiries",
        ...menu("foundation", "message-circle-question-mark", "inquiries"),
    },
    "/desk/inquiries/{id}": { screen: "Inquiry", needs: "get_inquiry" },
    "/desk/map": { screen: "NetworkMap", needs: "get_me", ...menu("network", "map", "map") },
    "/desk/points": { screen: "Points", needs: "get_me", ...menu("network", "map-pin", "points") },
    "/desk/points/{code}": { screen: "Point", needs: "get_me" },
    "/desk/points/import": { screen: "Import", needs: "import_points" },
    "/desk/labels": { screen: "Labels", needs: "print_labels", ...menu("network", "qr-code", "labels") },
    "/desk/people": {
        screen: "People",
        needs: "list_invitations",
        ...menu("network", "key-round", "people"),
    },
    "/desk/system": { screen: "System", needs: "get_system", ...menu("network", "server", "system") },
    "/desk/find": { screen: "Find", needs: "scan_code" },
    "/desk/bag/{label}": { screen: "Bag", needs: "get_bag" },
    "/desk/intake/{id}": { screen: "Intake", needs: "get_intake" },
};

type Screen = { default: Component };
const SCREENS = import.meta.glob<Screen>("./screens/*.svelte");

/** Loads what shows a page. */
export function screenOf(page: DeskPage): (() => Promise<Screen>) | undefined {
    return SCREENS[`./screens/${page.screen}.svelte`];
}
