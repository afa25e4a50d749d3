import "../shared/tokens.css";
import "../shared/controls.css";
import "./base.css";
import { mount } from "svelte";
import first from "virtual:icons/first";
import { addDrawings } from "../shared/drawings";
import { look } from "../shared/look.svelte";
import App from "./App.svelte";
import { keepPages } from "./release";
import { route } from "./route.svelte";
import { drafting } from "./state/drafting.svelte";
import { installing } from "./state/installing.svelte";
import { me } from "./state/me.svelte";
import { outbox } from "./state/outbox.svelte";

addDrawings(first);
look.begin();
installing.begin();
route.begin();
const props = $state({ storeFails: false });
// The store is opened while the page is drawn.
const begun = begin();
mount(App, { target: document.body, props });
// What is on the screen comes first: the worker fetches the other pages when this one has all it needs.
void begun.then(() => keepPages(() => document.querySelector("dialog[open]") !== null || isTyping()));

async function begin(): Promise<void> {
    try {
        await me.load();
        // The tiles wait for it: it is read before all that they do without.
        if (me.person !== null) await drafting.begin();
        await outbox.begin();
        await me.settled;
    } catch (failed) {
        // Without a store nothing could be kept: better to say so before anybody enters something.
        props.storeFails = !me.ready;
        if (me.ready) throw failed;
    }
}

function isTyping(): boolean {
    return document.activeElement?.matches("input, textarea") ?? false;
}
