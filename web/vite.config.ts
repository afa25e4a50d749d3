import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { fileURLToPath } from "node:url";
import { together } from "./plugins/first.ts";
import { icons } from "./plugins/icons.ts";
import { newcomers } from "./plugins/newcomers.ts";
import { worker } from "./plugins/worker.ts";
import named from "./src/shared/icons.json" with { type: "json" };
import pages from "./src/phone/pages.json" with { type: "json" };

export default defineConfig({
    plugins: [
        svelte(),
        icons(named),
        newcomers("index.html", "/screens/Join.svelte", "join.html"),
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
            output: {
                codeSplitting: {
                    groups: [
                        {
                            name: together(
                                fileURLToPath(new URL("src/phone/main.svelte.ts", import.meta.url)),
                            ),
                        },
                    ],
                },
            },
        },
        reportCompressedSize: true,
    },
    server: { proxy: { "/api": "http://127.0.0.1:8000" } },
    test: { include: ["tests/**/*.test.ts"], setupFiles: ["tests/setup.ts"] },
});
