// Registers the service worker, and tells it the language for its page without a connection. Only where somebody is signed in.
class SWorker extends HTMLElement {
  async connectedCallback() {
    if (!navigator.serviceWorker) return; // plain http on another machine: everything else works
    try {
      await navigator.serviceWorker.register(this.getAttribute("url"), { scope: "/" });
      const { active } = await navigator.serviceWorker.ready;
      active.postMessage({ language: document.documentElement.lang });
    } catch {
      // no connection, or a browser that forbids it: the page works without
    }
  }
}
customElements.define("s-worker", SWorker);
