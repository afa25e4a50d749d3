import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { fileURLToPath } from "node:url";
import { forms } from "./plugins/forms.ts";
import { icons } from "./plugins/icons.ts";
import { worker } from "./plugins/worker.ts";
import sets from "./src/shared/icons.json" with { type: "json" };
import pages from "./src/phone/pages.json" with { type: "json" };

const source = (path: string) => fileURLToPath(new URL(`src/${path}`, import.meta.url));
/**
 * In the order of their need: each file takes what its modules import, unless one before it has.
 *
 * Left alone, what screens share goes into files of its own: each costs half a kilobyte of headers, and the
 * seventh waits for a connection, which is another round trip. So do styles, but for those of the first screens.
 */
const together = [
    { name: "boot", test: /phone\/boot\.ts$/, priority: 4 },
    {
        name: "phone",
        test: /main\.svelte\.ts$|(parts\/\w+|shared\/QrCode|screens\/(AskPickup|DonorFields|Join|Log))\.svelte\?.*css$/,
        priority: 3,
    },
    { name: "log", test: /screens\/Log\.svelte$/, priority: 2 },
    { name: "join", test: /screens\/Join\.svelte$/, priority: 1 },
];

export default defineConfig({
    plugins: [
        svelte(),
        icons(sets),
        forms("index.html", "/phone/boot.ts", {
            "index.html": "/screens/Log.svelte",
            "join.html": "/screens/Join.svelte",
        }),
        worker("index.html", pages),
    ],
    build: {
        outDir: "../app/pages",
        emptyOutDir: true,
        // Phones of 2020 and later; older browsers get the pages that the server draws.
        target: ["es2022", "safari16.4"],
        modulePreload: { polyfill: false },
        assetsInlineLimit: 0,
        rolldownOptions: {
            input: { index: "index.html", boot: source("phone/boot.ts") },
            output: { codeSplitting: { groups: together } },
        },
        reportCompressedSize: true,
    },
    server: { proxy: { "/api": "http://127.0.0.1:8000" } },
    test: { include: ["tests/**/*.test.ts"], setupFiles: ["tests/setup.ts"] },
});
