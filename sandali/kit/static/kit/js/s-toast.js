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
    this.makeRoom();
    this.region = this.closest(".toasts");
    this.rise();
    // A menu that is drawn anew closes without a word: once what was answered stands in the page, it is looked at again.
    document.addEventListener("htmx:after:swap", () => setTimeout(() => this.fall(), 50), { signal: this.stop.signal });
    document.addEventListener("toggle", (event) => event.target !== this.region && this.fall(), { signal: this.stop.signal, capture: true });
  }

  get isCovered() {
    return [...document.querySelectorAll(".menu:popover-open, .panel:popover-open, dialog[open]")].some(sandali.isVisible);
  }

  /** A menu or a dialog lies over the page: the word is said above it, or nobody would read why nothing happened. */
  rise() {
    if (!this.isCovered || !this.region?.showPopover) return this.fall();
    if (this.region.matches(":popover-open")) this.region.hidePopover();
    this.region.popover = "manual";
    this.region.showPopover();
  }

  /** Nothing lies over the page any more: back to its own place. */
  fall() {
    if (!this.isCovered && this.region?.popover) this.region.popover = null;
  }

  /** Whoever works fast would have the list covered: the word before goes, and of the ways back the last two stay. */
  makeRoom() {
    const others = [...this.parentElement.querySelectorAll("s-toast")].filter((one) => one !== this && !one.querySelector(".bad, .warn"));
    const [ways, words] = [others.filter((one) => one.querySelector("form")), others.filter((one) => !one.querySelector("form"))];
    for (const one of [...words, ...ways.slice(0, -1)]) if (!one.matches(":hover, :focus-within")) one.remove();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    this.stop?.abort();
  }

  /** The way back was taken: here, or by the button of the thing itself. */
  overtaken(event) {
    const pressed = event.target.closest?.("form");
    const [way, taken] = [this.querySelector("form"), pressed].map((form) => form?.getAttribute("action")?.split("?")[0]);
    if (!way || way !== taken) return;
    // htmx drops the answer to a form that is gone: its own stays until the answer stands in the page.
    if (!this.contains(pressed)) this.remove();
    else this.addEventListener("htmx:finally:request", () => this.remove(), { once: true });
  }

  tick() {
    this.fall();
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
