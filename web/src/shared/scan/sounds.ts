/** How a scan went: taken, on the list already, not taken, or only looked at. */
export type Tone = "ok" | "again" | "wrong";
/** What a bench sounds besides: taken, and there is something about it. */
export type BenchTone = Tone | "mind";

interface Note {
    hertz: number;
    /** Seconds. */
    lasts: number;
    after: number;
}

// High and short, low and twice, low and long, rising: told apart without looking, and by age-worn ears.
const NOTES: Record<BenchTone, Note[]> = {
    ok: [{ hertz: 1320, lasts: 0.09, after: 0 }],
    again: [
        { hertz: 440, lasts: 0.11, after: 0 },
        { hertz: 440, lasts: 0.11, after: 0.19 },
    ],
    wrong: [{ hertz: 220, lasts: 0.7, after: 0 }],
    mind: [
        { hertz: 660, lasts: 0.1, after: 0 },
        { hertz: 1320, lasts: 0.16, after: 0.12 },
    ],
};
const VIBRATIONS: Record<BenchTone, number[]> = {
    ok: [60],
    again: [60, 80, 60],
    wrong: [400],
    mind: [60, 60, 160],
};
const LOUDNESS = 0.35;

let context: AudioContext | null = null;

/** Makes the phone ready to sound; browsers want a tap for that. */
export function readySounds(): void {
    try {
        context ??= new AudioContext();
        void context.resume();
    } catch {
        // A phone without sound still vibrates and shows.
    }
}

/** Sounds and vibrates how a scan went. */
export function sound(tone: BenchTone): void {
    // Browsers let a page shake the phone once somebody has touched it.
    if (navigator.userActivation?.hasBeenActive ?? true) navigator.vibrate?.(VIBRATIONS[tone]);
    if (context === null || context.state !== "running") return;
    for (const note of NOTES[tone]) play(context, note);
}

function play(on: AudioContext, { hertz, lasts, after }: Note): void {
    const begins = on.currentTime + after;
    const wave = on.createOscillator();
    const volume = on.createGain();
    // A square wave carries through the small speaker of a phone in a noisy yard.
    wave.type = "square";
    wave.frequency.value = hertz;
    volume.gain.setValueAtTime(LOUDNESS, begins);
    volume.gain.setValueAtTime(LOUDNESS, begins + lasts - 0.02);
    volume.gain.linearRampToValueAtTime(0, begins + lasts);
    wave.connect(volume).connect(on.destination);
    wave.start(begins);
    wave.stop(begins + lasts);
}
