/** A page as its pages.json names it, with what its address says. */
export interface Place {
    page: string;
    params: Record<string, string>;
    query: URLSearchParams;
}

interface Pattern {
    page: string;
    matching: RegExp;
}

/** Which of some pages the address names, and the moves between them. */
export class Route {
    at: Place = $state.raw({ page: "", params: {}, query: new URLSearchParams() });
    /** Counts moves, so that whoever watches hears of a move to the same page, too. */
    moves = $state(0);
    /** Called before each move; a newer release uses the moment to reload instead. */
    leaving: (to: string) => boolean = () => true;
    readonly #patterns: Pattern[];
    readonly #nowhere: Place;

    /** `pages` are patterns of addresses such as `/run/{id}`; `nowhere` is shown for those that are none. */
    constructor(pages: readonly string[], nowhere = pages[0]!) {
        this.#patterns = pages.map((page) => ({
            page,
            matching: new RegExp(`^${page.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
        }));
        this.#nowhere = { page: nowhere, params: {}, query: new URLSearchParams() };
        this.at = this.#nowhere;
    }

    /** Returns the page at an address, or null when it is none of these. */
    placeAt(address: URL): Place | null {
        for (const { page, matching } of this.#patterns) {
            const found = matching.exec(address.pathname);
            if (found === null) continue;
            const params = Object.entries(found.groups ?? {}).map(([name, text]) => [
                name,
                decodeURIComponent(text),
            ]);
            return { page, params: Object.fromEntries(params), query: address.searchParams };
        }
        return null;
    }

    /** Follows the address and the links of the document. */
    begin(): void {
        this.#follow();
        addEventListener("popstate", () => this.#follow());
        document.addEventListener("click", (event) => this.#click(event));
    }

    /** Goes to a page. */
    go(path: string, how: "push" | "replace" = "push"): void {
        if (!this.leaving(path)) return;
        if (how === "push") history.pushState(null, "", path);
        else history.replaceState(null, "", path);
        this.#follow();
        scrollTo(0, 0);
    }

    #follow(): void {
        this.at = this.placeAt(new URL(location.href)) ?? this.#nowhere;
        this.moves += 1;
    }

    #click(event: MouseEvent): void {
        const link = (event.target as Element | null)?.closest?.("a");
        if (
            !link ||
            event.defaultPrevented ||
            event.button !== 0 ||
            link.target ||
            link.hasAttribute("download")
        )
            return;
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        const address = new URL(link.href);
        if (address.origin !== location.origin || this.placeAt(address) === null) return;
        event.preventDefault();
        this.go(address.pathname + address.search);
    }
}
