import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { icons } from "./plugins/icons.ts";
import named from "./src/desk/icons.json" with { type: "json" };
import common from "./src/shared/icons.json" with { type: "json" };

// A build of its own: what the desk shares with the phone must not move the phone's first file.
export default defineConfig({
    plugins: [svelte(), icons({ all: [...Object.values(common).flat(), ...named] })],
    publicDir: false,
    build: {
        outDir: "../app/pages",
        emptyOutDir: false,
        target: ["es2022", "safari16.4"],
        modulePreload: { polyfill: false },
        assetsInlineLimit: 0,
        // The charts' library is one file, loaded by whoever looks at a chart.
        chunkSizeWarningLimit: 800,
        rolldownOptions: { input: "desk.html" },
    },
    server: { proxy: { "/api": "http://127.0.0.1:8000" } },
});
