import { type DeskPage, type MenuName, PAGES, screenOf, type Section } from "./pages";
import { route } from "./route.svelte";
import { session } from "./state/session.svelte";

export interface MenuItem {
    href: string;
    icon: string;
    name: MenuName;
}

/** Returns the sections of the menu with the pages that whoever is signed in may use. */
export function menuOf(): { section: Section; items: MenuItem[] }[] {
    const found = new Map<Section, MenuItem[]>();
    for (const [href, page] of Object.entries(PAGES)) {
        if (page.menu === undefined || !isOpen(page)) continue;
        const items = found.get(page.menu.section) ?? [];
        found.set(page.menu.section, [...items, { href, icon: page.menu.icon, name: page.menu.name }]);
    }
    return [...found].map(([section, items]) => ({ section, items }));
}

/** Returns an address of the desk if whoever is signed in may see its page, null otherwise: no link leads nowhere. */
export function reachable(path: string): string | null {
    const at = route.placeAt(new URL(path, location.origin));
    const page = at === null ? undefined : PAGES[at.page];
    return page !== undefined && isOpen(page) ? path : null;
}

function isOpen(page: DeskPage): boolean {
    return session.may(page.needs) && screenOf(page) !== undefined;
}
