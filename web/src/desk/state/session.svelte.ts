import { ask, type Answered, type Asking, Refused, type Shape } from "../../shared/api";

type Me = Shape<"MeOut">;

const TOKEN = "jiujin.desk.token";

/** Who works here: the token of this browser, and what it lets them do. */
class Session {
    token = $state<string | null>(null);
    me = $state.raw<Me | null>(null);
    /** `down`: the service gave no answer, so it is not known yet whether the token is right. */
    state = $state<"starting" | "out" | "in" | "down">("starting");
    /** Whether the service stopped taking the token while somebody worked: what is on the page stays. */
    refused = $state(false);

    /** Reads the token that was kept, and asks whose it is. */
    async begin(): Promise<void> {
        this.token = localStorage.getItem(TOKEN);
        addEventListener("storage", (event) => {
            if (event.key === TOKEN) void this.#follow(event.newValue);
        });
        if (this.token === null) this.state = "out";
        else await this.#learn(this.token);
    }

    /** Signs in with a token; returns the service's refusal, or null. */
    async signIn(token: string): Promise<Refused | null> {
        try {
            const { body } = await ask<Me>("/me", { token });
            localStorage.setItem(TOKEN, token);
            this.token = token;
            this.me = body;
            this.refused = false;
            this.state = "in";
            return null;
        } catch (failed) {
            if (failed instanceof Refused) return failed;
            throw failed;
        }
    }

    /** Forgets the token on this machine. */
    signOut(): void {
        localStorage.removeItem(TOKEN);
        this.token = null;
        this.me = null;
        this.refused = false;
        this.state = "out";
    }

    /** Asks once more after no answer came. */
    async retry(): Promise<void> {
        if (this.token !== null) await this.#learn(this.token);
    }

    /** Tells whether the role may use an operation of the API, by its operationId. */
    may(operation: string): boolean {
        return this.me?.may.includes(operation) ?? false;
    }

    /** Asks the service as who is signed in. Throws what `ask` throws. */
    async ask<Body>(path: string, asking: Asking = {}): Promise<Answered<Body>> {
        try {
            return await ask<Body>(path, { ...asking, token: this.token });
        } catch (failed) {
            if (failed instanceof Refused && failed.problem.status === 401) this.refused = true;
            throw failed;
        }
    }

    async #learn(token: string): Promise<void> {
        try {
            const refused = await this.signIn(token);
            if (refused !== null) {
                if (refused.problem.status === 401) this.signOut();
                else this.state = "down";
            }
        } catch {
            this.state = "down";
        }
    }

    async #follow(token: string | null): Promise<void> {
        if (token === this.token) return;
        if (token === null) this.signOut();
        else await this.#learn(token);
    }
}

export const session = new Session();
