import "../shared/tokens.css";
import "../shared/controls.css";
import "./base.css";
import { mount } from "svelte";
import first from "virtual:icons/first";
import { addDrawings } from "../shared/drawings";
import { look } from "../shared/look.svelte";
import App from "./App.svelte";
import { db } from "./keep/db";
import { taken } from "./keep/found";
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
document.getElementById("opening")?.remove();
mount(App, { target: document.body, props });
// What is on the screen comes first: the worker fetches the other pages when this one has all it needs.
void begun.then(() => keepPages(() => document.querySelector("dialog[open]") !== null || isTyping()));

async function begin(): Promise<void> {
    const opening = db();
    opening.catch(() => undefined); // it is heard below
    const found = await taken();
    try {
        if (found === null) await me.load();
        else me.begin(found);
        if (found?.person != null) drafting.take(found.person.id, found.draft);
        await opening;
    } catch {
        // Without a store nothing could be kept: better to say so before anybody enters something.
        props.storeFails = true;
        return;
    }
    await outbox.begin();
    await me.settled;
}

function isTyping(): boolean {
    return document.activeElement?.matches("input, textarea") ?? false;
}
