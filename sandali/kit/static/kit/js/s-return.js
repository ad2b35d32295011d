// On the page without a connection: opens the page that was wanted as soon as the server answers.
const ASK_EVERY = 5000;

class SReturn extends HTMLElement {
  connectedCallback() {
    addEventListener("online", () => this.ask());
    this.timer = setInterval(() => this.ask(), ASK_EVERY);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  async ask() {
    if (!navigator.onLine || document.hidden) return;
    try {
      if ((await fetch(this.getAttribute("ping"), { cache: "no-store" })).ok) location.reload();
    } catch {
      // not yet
    }
  }
}
customElements.define("s-return", SReturn);
