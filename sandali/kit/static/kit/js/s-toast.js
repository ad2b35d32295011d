// A word that something was done; it goes after a while, and waits while somebody points at it or is in it.
class SToast extends HTMLElement {
  connectedCallback() {
    if (this.timer) return;
    this.left = Number(this.getAttribute("seconds")) || 6;
    this.addEventListener("click", (event) => {
      if (event.target.closest("[data-closes]")) this.remove();
    });
    this.stop = new AbortController();
    document.addEventListener("htmx:after:request", (event) => this.overtaken(event), { signal: this.stop.signal });
    this.timer = setInterval(() => this.tick(), 1000);
    this.show();
    this.above();
  }

  /** A menu or a dialog lies over the page: the word is said above it, or nobody would read why nothing happened. */
  above() {
    const region = this.closest(".toasts");
    if (!region?.showPopover) return;
    const isCovered = document.querySelector(".menu:popover-open, .panel:popover-open, dialog[open]");
    if (region.matches(":popover-open")) region.hidePopover();
    region.popover = isCovered ? "manual" : null;
    if (isCovered) region.showPopover();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    this.stop?.abort();
  }

  /** The way back was taken: here, or by the button of the thing itself. */
  overtaken(event) {
    const [way, taken] = [this.querySelector("form"), event.target.closest?.("form")].map((form) => form?.getAttribute("action")?.split("?")[0]);
    if (way && way === taken) this.remove();
  }

  tick() {
    if (this.matches(":hover, :focus-within") || document.hidden) return;
    this.left -= 1;
    if (this.left < 0) this.remove();
    else this.show();
  }

  show() {
    const place = this.querySelector(".seconds");
    if (place) place.textContent = sandali.figure(this.left);
  }
}
customElements.define("s-toast", SToast);
