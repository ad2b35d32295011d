// Light, dark or as the system, at once and without loading the page; the server keeps the choice for the next one.
class STheme extends HTMLElement {
  connectedCallback() {
    this.querySelector("form")?.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (button?.name !== "theme") return;
      event.preventDefault();
      document.documentElement.dataset.theme = button.value;
      for (const other of document.querySelectorAll("s-theme button[name=theme]")) {
        other.setAttribute("aria-pressed", String(other.value === button.value));
      }
      document.cookie = `theme=${button.value}; path=/; max-age=31536000; samesite=lax`;
      // Leaving the page at once does not take the choice back.
      sandali.post(event.target.action, { theme: button.value, next: location.pathname }, { keepalive: true }).catch(() => {
        // Without a connection the cookie alone remembers it.
      });
    });
  }
}
customElements.define("s-theme", STheme);
