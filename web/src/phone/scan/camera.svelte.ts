import type QrScanner from "qr-scanner";
import { set, setting } from "../keep/db";

/** How the camera is: `busy` when another application has it. */
export type CameraState = "off" | "starting" | "on" | "denied" | "absent" | "busy";

const WANTED = "camera";
const SCANS_PER_SECOND = 8;

/** The camera of the phone as an eye for codes. The decoder is loaded when it is first used. */
export class Camera {
    state = $state<CameraState>("off");
    hasTorch = $state(false);
    torch = $state(false);
    #scanner: QrScanner | null = null;
    #gone = false;

    /** Tells whether the camera was on when it was last used here: then it need not be asked for again. */
    static async isWanted(): Promise<boolean> {
        return (await setting<boolean>(WANTED)) ?? false;
    }

    /** Starts to look for codes in front of the camera; says in `state` why it cannot. */
    async start(video: HTMLVideoElement, oncode: (text: string) => void): Promise<void> {
        if (this.state === "starting" || this.state === "on") return;
        this.state = "starting";
        try {
            // The decoder hides why there is no picture, so the camera is asked for before.
            const [{ default: Scanner }, stream] = await Promise.all([
                import("qr-scanner"),
                ask(navigator.mediaDevices),
            ]);
            if (this.#gone) return stop(stream);
            video.srcObject = stream;
            this.#scanner = new Scanner(video, ({ data }) => oncode(data), {
                returnDetailedScanResult: true,
                maxScansPerSecond: SCANS_PER_SECOND,
                preferredCamera: "environment",
            });
            await this.#scanner.start();
            if (this.#gone) return this.leave();
            this.state = "on";
            this.hasTorch = await this.#scanner.hasFlash();
            await set(WANTED, true);
        } catch (failed) {
            this.#end();
            this.state = reason(failed);
        }
    }

    /** Turns the camera off, because somebody wants it off. */
    async close(): Promise<void> {
        this.#end();
        this.state = "off";
        await set(WANTED, false);
    }

    /** Turns the torch on or off. */
    async toggleTorch(): Promise<void> {
        try {
            await this.#scanner?.toggleFlash();
        } catch {
            this.hasTorch = false;
        }
        this.torch = this.#scanner?.isFlashOn() ?? false;
    }

    /** Turns the camera off for good: the page is left. */
    leave(): void {
        this.#gone = true;
        this.#end();
    }

    #end(): void {
        const video = this.#scanner?.$video;
        this.#scanner?.destroy();
        this.#scanner = null;
        this.torch = this.hasTorch = false;
        // The decoder lets go of the camera only after a while.
        if (video?.srcObject instanceof MediaStream) stop(video.srcObject);
    }
}

/** Returns the code in a picture, or null. */
export async function codeIn(picture: File): Promise<string | null> {
    const { default: Scanner } = await import("qr-scanner");
    try {
        return (await Scanner.scanImage(picture, { returnDetailedScanResult: true })).data;
    } catch {
        return null;
    }
}

// A page without a safe connection has no devices at all.
async function ask(devices: MediaDevices | undefined): Promise<MediaStream> {
    if (devices === undefined) throw new DOMException("no devices", "NotFoundError");
    return devices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
}

function stop(stream: MediaStream): void {
    for (const track of stream.getTracks()) track.stop();
}

function reason(failed: unknown): CameraState {
    const name = failed instanceof DOMException ? failed.name : "";
    if (name === "NotAllowedError" || name === "SecurityError") return "denied";
    if (name === "NotReadableError" || name === "AbortError") return "busy";
    return "absent";
}
