import { SvelteMap } from "svelte/reactivity";

/**
 * The addresses of links that were made since this page was opened, by the links' ids. The service tells an
 * address once and keeps it nowhere; nor does the browser.
 */
export const made = new SvelteMap<string, string>();
