// Says when there is no connection, and when the server did not answer; its words come from attributes. What only the server can
// take is not sent off into nothing: the form stays as it is. The composer has its own way (s-outbox.js).
class SOffline extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    addEventListener("offline", () => this.say(this.getAttribute("text")), { signal });
    addEventListener("online", () => this.replaceChildren(), { signal });
    document.addEventListener("submit", (event) => this.hold(event), { signal, capture: true });
    document.addEventListener("htmx:error", (event) => {
      if (event.detail.error?.name !== "AbortError" && navigator.onLine && !event.detail.ctx?.response) this.say(this.getAttribute("error"), 8000);
    }, { signal });
    if (!navigator.onLine) this.say(this.getAttribute("text"));
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  hold(event) {
    if (navigator.onLine || event.target.method === "dialog" || event.target.closest("s-composer, s-visit, [data-visit]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.say(this.getAttribute("held"));
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
