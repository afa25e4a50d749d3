/** What the browser says about how long it keeps what the phone has. */
export interface Lasting {
    /** Whether the browser has promised not to make room with it. */
    persisted: boolean;
    /** Safari forgets everything after seven days without a visit, unless the page is on the home screen. */
    forgets: boolean;
    /** A browser inside another application, whose storage nobody vouches for. */
    borrowed: boolean;
}

/** Asks the browser not to make room with what is kept. Refusing is its right. */
export async function askToPersist(): Promise<boolean> {
    try {
        return (await navigator.storage?.persist?.()) ?? false;
    } catch {
        return false;
    }
}

/** Tells how safe what is kept is. */
export async function lasting(): Promise<Lasting> {
    const agent = navigator.userAgent;
    const installed = matchMedia("(display-mode: standalone)").matches;
    const apple = /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1);
    return {
        persisted: (await navigator.storage?.persisted?.()) ?? false,
        forgets: apple && !installed,
        borrowed: /MicroMessenger|AlipayClient|DingTalk|WeiBo/i.test(agent),
    };
}
