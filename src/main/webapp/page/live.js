/* The stream of readings, kept open while somebody looks. */

const SILENCE_MS = 6_000;
const AGAIN_MS = 3_000;
const HIDDEN_MS = 30_000;

/**
 * Calls `reading` and `sessions` with what comes, and `link` with how the stream is when that changes: `connecting`, `live`,
 * `lost`, or `refused` with the status and what the server says. A page that nobody sees asks for nothing.
 */
export class Live {
  #told;
  #query = "";
  #source = null;
  #silence = 0;
  #again = 0;
  #hidden = 0;
  #fresh = false;
  #state = "connecting";

  constructor(told) {
    this.#told = told;
    document.addEventListener("visibilitychange", () => this.#seen());
    addEventListener("pagehide", () => this.#close());
    addEventListener("pageshow", (event) => event.persisted && this.open(this.#query));
  }

  /** Opens it, in place of an earlier one. */
  open(query) {
    this.#query = query;
    this.#close();
    if (document.hidden) {
      this.#hidden ||= 1;
      return;
    }
    const source = new EventSource(`/api/operations/live?${query}`);
    this.#source = source;
    this.#wait();
    source.addEventListener("reading", (event) => {
      this.#wait();
      this.#fresh = true;
      this.#is("live");
      this.#told.reading(JSON.parse(event.data));
    });
    source.addEventListener("sessions", (event) => this.#told.sessions(JSON.parse(event.data)));
    source.addEventListener("error", () => this.#failed());
  }

  /** A stream that says nothing has died unnoticed. */
  #wait() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#failed(), SILENCE_MS);
  }

  /** A stream that was live may just have come to its end: it is opened once more before anything is said. */
  async #failed() {
    this.#close();
    if (this.#fresh) {
      this.#fresh = false;
      this.open(this.#query);
      return;
    }
    const { status, message } = await this.#answer();
    if (this.#source || this.#again) {
      return;
    }
    if (status === 401 || status === 403) {
      this.#is("refused", status, message);
      return;
    }
    this.#is("lost", status);
    this.#again = setTimeout(() => this.open(this.#query), AGAIN_MS);
  }

  /** Why a stream was not given: an EventSource does not say. Status 0 without an answer. */
  async #answer() {
    try {
      const answer = await fetch("/api/operations/drain", { signal: AbortSignal.timeout(SILENCE_MS) });
      return { status: answer.status, message: answer.ok ? "" : (await answer.json()).message };
    } catch {
      return { status: 0, message: "" };
    }
  }

  #close() {
    clearTimeout(this.#silence);
    clearTimeout(this.#again);
    this.#again = 0;
    this.#source?.close();
    this.#source = null;
  }

  #seen() {
    clearTimeout(this.#hidden);
    if (document.hidden) {
      this.#hidden = setTimeout(() => this.#close(), HIDDEN_MS);
    } else if (this.#state !== "refused" && !this.#source) {
      this.open(this.#query);
    }
  }

  #is(state, status = 0, message = "") {
    if (this.#state !== state) {
      this.#state = state;
      this.#told.link(state, status, message);
    }
  }
}
