import { Route } from "../shared/route.svelte";
import pages from "./pages.json";

/** Where one is among the phone's pages. */
export const route = new Route(pages);
