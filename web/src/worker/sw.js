// The phone pages without reception: every file of the release is kept, and the pages are served from it.
/** @type {string} */ const RELEASE = "";
/** @type {string[]} */ const FILES = [];
/** @type {string[]} */ const PAGES = [];
// --- below the list ---
const PREFIX = "jiujin-";
const KEPT = PREFIX + RELEASE;
const isPage = new RegExp(`^(${PAGES.map((page) => page.replace(/\{\w+\}/g, "[^/]+")).join("|")})$`);
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener("install", (event) => {
    worker.skipWaiting();
    event.waitUntil(keep());
});

worker.addEventListener("activate", (event) => {
    event.waitUntil(tidy().then(() => worker.clients.claim()));
});

worker.addEventListener("fetch", (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (request.method !== "GET" || origin !== worker.location.origin) return;
    if (request.mode === "navigate") {
        if (isPage.test(pathname)) event.respondWith(kept("/", request));
    } else if (pathname !== "/" && (FILES.includes(pathname) || pathname.startsWith("/assets/"))) {
        event.respondWith(kept(pathname, request));
    }
});

async function keep() {
    const cache = await caches.open(KEPT);
    // Files with a hash in their name may come from the browser's cache: they never change.
    await cache.addAll(
        FILES.map((file) => new Request(file, { cache: file.startsWith("/assets/") ? "default" : "reload" })),
    );
}

/** An open page may still ask for files of the release it came from, so that one stays as well. */
async function tidy() {
    const releases = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== KEPT);
    await Promise.all(releases.slice(0, -1).map((name) => caches.delete(name)));
}

/** @param {string} path @param {Request} request */
async function kept(path, request) {
    const cache = await caches.open(KEPT);
    // What this release has not, the one before may have: names in assets/ carry a hash.
    return (await cache.match(path)) ?? (await caches.match(path)) ?? fetch(request);
}
