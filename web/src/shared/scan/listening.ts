import { Wedge } from "./wedge";

type Field = HTMLInputElement | HTMLTextAreaElement;

/**
 * Hears a scanner that types, wherever the focus is, as long as a part of the page is there.
 *
 * Its Enter presses no button, and what it typed into a field is taken out of it again.
 */
export function listen(_node: HTMLElement, oncode: (text: string) => void): { destroy(): void } {
    const wedge = new Wedge();
    let before: { field: Field; value: string } | null = null;

    function down(event: KeyboardEvent): void {
        // A key that is held down repeats as fast as a scanner types.
        if (event.isComposing || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
        const field = fieldIn(document.activeElement);
        const heard = wedge.hear(event.key, event.timeStamp);
        // What the field held before the first character that may be a scanner's.
        if (wedge.length === 1) before = field === null ? null : { field, value: field.value };
        if (heard === "burst" && field === null) event.preventDefault();
        if (typeof heard === "object") {
            event.preventDefault();
            event.stopImmediatePropagation();
            if (before !== null) put(before.field, before.value);
            before = null;
            oncode(heard.code);
        }
    }

    addEventListener("keydown", down, { capture: true });
    return { destroy: () => removeEventListener("keydown", down, { capture: true }) };
}

function fieldIn(element: Element | null): Field | null {
    const types = ["button", "checkbox", "radio", "file", "submit"];
    if (element instanceof HTMLTextAreaElement) return element;
    return element instanceof HTMLInputElement && !types.includes(element.type) ? element : null;
}

function put(field: Field, value: string): void {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
}
