import { remembered } from "../../shared/look.svelte";
import { session } from "./session.svelte";

/** Returns under which key the browser keeps what somebody receives at a place: another's is not theirs to send. */
export function benchKey(place: string): string {
    return `jiujin.desk.receive.${place}.${session.me?.role ?? ""}.${session.me?.name ?? ""}`;
}

/** Tells whether receipts of who is signed in wait to be sent, whatever page is shown. */
export function hasUnsent(): boolean {
    const text = remembered(benchKey(session.me?.place?.code ?? ""));
    return text !== null && (JSON.parse(text) as { waiting: unknown[] }).waiting.length > 0;
}
