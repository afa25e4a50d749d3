import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { icons } from "./plugins/icons";
import { worker } from "./plugins/worker";
import named from "./src/shared/icons.json";
import pages from "./src/phone/pages.json";

export default defineConfig({
    plugins: [svelte(), icons(named), worker("index.html", pages)],
    build: {
        outDir: "../app/pages",
        emptyOutDir: true,
        // Phones of 2020 and later; older browsers get the pages that the server draws.
        target: ["es2022", "safari15.4"],
        modulePreload: { polyfill: false },
        assetsInlineLimit: 0,
        reportCompressedSize: true,
    },
    server: { proxy: { "/api": "http://127.0.0.1:8000" } },
    test: { include: ["tests/**/*.test.ts"], setupFiles: ["tests/setup.ts"] },
});
