/** How something stands: done, in trouble, waiting for somebody, or neither. */
export type Tone = "good" | "bad" | "warn" | "calm";
