// A menu in a popover. The browser opens, closes and places it; this adds arrow keys, and a place where anchors are unknown.
const anchored = CSS.supports("position-area", "block-end");
const small = matchMedia("(max-width: 767px)"); // there the styles make every menu a sheet

class SMenu extends HTMLElement {
  connectedCallback() {
    this.menu = this.querySelector("[popover]");
    if (!this.menu || this.wired) return;
    this.wired = true;
    this.menu.addEventListener("toggle", (event) => this.toggled(event.newState === "open"));
    this.menu.addEventListener("keydown", (event) => this.move(event));
    this.menu.addEventListener("click", (event) => {
      if (event.target.closest("a, [data-opens], [popovertarget]")) this.menu.hidePopover();
    });
    // What was chosen may change nothing, and then nothing here is drawn anew. What a menu only reads, as it opens, leaves it open.
    this.menu.addEventListener("htmx:after:request", (event) => {
      const { request, response } = event.detail.ctx;
      if (request.method !== "GET" && response?.status < 400) this.menu.hidePopover();
    });
  }

  get buttons() {
    return document.querySelectorAll(`[popovertarget="${CSS.escape(this.menu.id)}"]`);
  }

  get choices() {
    return [...this.menu.querySelectorAll("a[href], button:not(:disabled)")].filter((one) => one.tabIndex >= 0);
  }

  toggled(open) {
    for (const button of this.buttons) button.setAttribute("aria-expanded", String(open));
    if (!open) return;
    if (!anchored && !this.menu.matches(".sheet") && !small.matches) this.place();
    if (this.buttons[0]?.matches(":focus-visible")) this.first?.focus();
  }

  /** Where one begins: a menu may be a line to write on, with its button after it. */
  get first() {
    return [...this.menu.querySelectorAll("a[href], button:not(:disabled), input:not([type=hidden])")].find((one) => one.tabIndex >= 0);
  }

  place() {
    const button = [...this.buttons].find(sandali.isVisible)?.getBoundingClientRect();
    if (!button) return;
    const { offsetWidth: width, offsetHeight: height } = this.menu;
    const toStart = getComputedStyle(this.menu).direction === "rtl" ? button.x : button.x + button.width - width;
    const below = button.y + button.height;
    const y = below + height > innerHeight ? Math.max(8, button.y - height - 8) : below;
    this.menu.style.translate = `${Math.min(Math.max(8, toStart), innerWidth - width - 8)}px ${y}px`;
    this.menu.style.inset = "0 auto auto 0";
  }

  move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const edge = { Home: 0, End: -1 }[event.key];
    if (step === undefined && (edge === undefined || sandali.isWriting(event.target))) return;
    event.preventDefault();
    const { choices } = this;
    const at = choices.indexOf(document.activeElement);
    choices.at(edge ?? (at + step + choices.length) % choices.length)?.focus();
  }
}
customElements.define("s-menu", SMenu);
