// Says when there is no connection, and when the server did not answer; both words come from attributes.
class SOffline extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    addEventListener("offline", () => this.say(this.getAttribute("text")), { signal });
    addEventListener("online", () => this.replaceChildren(), { signal });
    document.addEventListener("htmx:error", (event) => {
      if (event.detail.error?.name !== "AbortError" && navigator.onLine && !event.detail.ctx?.response) this.say(this.getAttribute("error"), 8000);
    }, { signal });
    if (!navigator.onLine) this.say(this.getAttribute("text"));
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  say(text, milliseconds = 0) {
    const line = document.createElement("p");
    line.className = "banner warn";
    line.role = "status";
    line.textContent = text;
    this.replaceChildren(line);
    if (milliseconds) setTimeout(() => line.remove(), milliseconds);
  }
}
customElements.define("s-offline", SOffline);
