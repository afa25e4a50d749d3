import { route } from "./route.svelte";

/**
 * Keeps the pages for when there is no reception, and takes a new release when nobody is disturbed.
 *
 * Everything entered is kept at once, so a reload loses nothing; but it would take a word out of the
 * hands of whoever is typing, so it waits for the next move to another page, or until the page is hidden.
 */
export function keepPages(isBusy: () => boolean): void {
    const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
    if (workers === undefined) return;
    const hadOne = workers.controller !== null;
    let stale = false;
    workers.addEventListener("controllerchange", () => {
        if (!hadOne || stale) return;
        stale = true;
        if (isBusy() && document.visibilityState === "visible") {
            route.leaving = (to) => {
                location.assign(to);
                return false;
            };
            addEventListener("visibilitychange", () => location.reload(), { once: true });
        } else location.reload();
    });
    void register(workers);
}

async function register(workers: ServiceWorkerContainer): Promise<void> {
    try {
        const kept = await workers.register("/sw.js", { updateViaCache: "none" });
        await kept.update();
        addEventListener("online", () => void kept.update().catch(() => undefined));
    } catch {
        // No reception, or a browser without room: what was kept before stays in force.
    }
}
