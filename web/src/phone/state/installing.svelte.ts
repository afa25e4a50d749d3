/** The browser's offer to put the pages on the home screen; not in the standard yet. */
interface Offer extends Event {
    prompt(): Promise<unknown>;
}

/** Whether the pages are, or can be put, on the home screen. */
class Installing {
    installed = $state(false);
    offered = $state(false);
    /** Safari has no offer; people have to be told how. */
    byHand = $state(false);
    #offer: Offer | null = null;

    begin(): void {
        this.installed = matchMedia("(display-mode: standalone)").matches;
        this.byHand = /iPhone|iPad|iPod/.test(navigator.userAgent);
        addEventListener("beforeinstallprompt", (event) => {
            event.preventDefault();
            this.#offer = event as Offer;
            this.offered = true;
        });
        addEventListener("appinstalled", () => (this.installed = true));
    }

    /** Takes the browser's offer up. */
    async install(): Promise<void> {
        await this.#offer?.prompt();
        this.#offer = null;
        this.offered = false;
    }
}

export const installing = new Installing();
