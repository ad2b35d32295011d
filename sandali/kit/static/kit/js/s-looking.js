// Tells the server that this case is being looked at, and that an answer is being written; shows who else does (the part inside).
// A beat every 20 s while the page can be seen. The form remembers the last message that stood there when its writer began.
const FIRST = 800;
const BEAT = 20_000;
const TYPING = 5_000;

class SLooking extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.typed = 0;
    this.timer = setInterval(() => this.beat(), BEAT);
    this.first = setTimeout(() => this.beat(), FIRST);
    this.main = this.closest("main");
    this.main.addEventListener("beforeinput", (event) => this.begins(event), { signal });
    this.main.addEventListener("input", (event) => this.writing(event), { signal });
    this.main.addEventListener("htmx:after:request", (event) => this.sent(event), { signal });
    document.addEventListener("visibilitychange", () => this.beat(), { signal });
    addEventListener("pagehide", () => this.leave(), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
    clearInterval(this.timer);
    clearTimeout(this.first);
    this.leave();
  }

  get url() {
    return this.getAttribute("url");
  }

  get isReply() {
    return (this.main.querySelector("s-composer [name=kind]:checked")?.value ?? "reply") === "reply";
  }

  /** Whoever begins to write has seen what stands there now. */
  begins({ target }) {
    const seen = target.form?.elements.seen;
    const last = document.getElementById("case-thread")?.dataset.last;
    if (target.id === "case-text" && seen && last && !target.value) seen.value = Math.max(Number(seen.value), Number(last));
  }

  writing({ target }) {
    if (target.id !== "case-text" || !this.isReply) return;
    const now = Date.now();
    if (!target.value) this.beat({ writing: false });
    else if (now - this.typed > TYPING) this.beat({ writing: true });
    this.typed = target.value ? now : 0;
  }

  /** An answer that has left is not being written any more. */
  sent(event) {
    if (!event.target.matches?.("s-composer form") || event.detail.ctx?.response?.status >= 400) return;
    if (this.typed) this.beat({ writing: false });
    this.typed = 0;
  }

  beat({ writing = Date.now() - this.typed < BEAT } = {}) {
    const part = this.querySelector("#case-looking");
    if (document.hidden || !part || !this.isConnected || sandali.signedOut) return;
    this.here = true;
    const values = { writing: writing ? "1" : "0" };
    htmx.ajax("POST", this.url, { source: part, target: part, swap: "outerMorph", push: "false", quiet: true, values })?.catch(() => undefined);
  }

  leave() {
    if (this.here) sandali.post(this.url, { gone: "1" }, { keepalive: true }).catch(() => undefined);
    this.here = false;
  }
}
customElements.define("s-looking", SLooking);
