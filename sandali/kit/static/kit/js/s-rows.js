// Choosing cases in the list: a press on a row's box, with shift a range, x on the keyboard; the bar of acts comes with the first one.
// What is chosen outlives the list being drawn anew by news. On phones a button turns taps on rows into choosing.
class SRows extends HTMLElement {
  connectedCallback() {
    this.list = this.closest(".list");
    if (!this.list || this.stop) return;
    this.chosen = new Set();
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.list.addEventListener("click", (event) => this.press(event), { signal, capture: true });
    this.list.addEventListener("change", (event) => event.target.matches(".list-check") && this.count(), { signal });
    document.addEventListener("keydown", (event) => this.escape(event), { signal });
    document.addEventListener("htmx:after:swap", () => this.again(), { signal });
    document.addEventListener("htmx:after:request", (event) => this.answered(event), { signal });
    this.count(); // the browser may have kept some over a reload
  }

  disconnectedCallback() {
    this.stop?.abort();
    this.stop = null;
  }

  get boxes() {
    return [...this.list.querySelectorAll(".list-check")];
  }

  number(box) {
    return box.value.split(":")[0];
  }

  press(event) {
    const { target } = event;
    if (target.closest("[data-choose-rows]")) return this.selecting(!this.list.matches(".is-selecting"));
    if (target.closest("[data-choose-page]")) return this.all(true);
    if (target.closest("[data-choose-none]")) return this.clear();
    if (target.matches(".list-check")) return this.range(target, event.shiftKey);
    const row = this.list.matches(".is-selecting") && target.closest(".list-row");
    const box = row && row.parentElement.querySelector(".list-check");
    if (!box) return;
    event.preventDefault();
    event.stopPropagation();
    box.checked = !box.checked;
    this.range(box, event.shiftKey);
    this.count();
  }

  /** With shift, everything between the box pressed last and this one becomes as this one is. */
  range(box, isRange) {
    const { boxes } = this;
    const [from, to] = [boxes.findIndex((one) => this.number(one) === this.anchor), boxes.indexOf(box)];
    if (isRange && from >= 0) {
      for (const one of boxes.slice(Math.min(from, to), Math.max(from, to) + 1)) one.checked = box.checked;
    }
    this.anchor = this.number(box);
    if (isRange) queueMicrotask(() => this.count());
  }

  /** The row that has the focus, or the open case's; from the keyboard. */
  toggleCurrent(isRange) {
    const at = document.activeElement?.closest?.(".list-item");
    const item = at ?? this.list.querySelector('.list-row[aria-current="true"]')?.parentElement;
    const box = item?.querySelector(".list-check");
    if (!box) return false;
    box.checked = isRange || !box.checked;
    this.range(box, isRange);
    this.count();
    return true;
  }

  all(checked) {
    for (const box of this.boxes) box.checked = checked;
    this.count();
  }

  clear() {
    const all = this.querySelector("[name=all]");
    if (all) all.checked = false;
    this.anchor = undefined;
    this.all(false);
    this.selecting(false);
  }

  selecting(on) {
    this.list.classList.toggle("is-selecting", on);
  }

  escape(event) {
    if (event.key !== "Escape" || !this.chosen.size || event.defaultPrevented) return;
    if (!document.querySelector("dialog[open], [popover]:popover-open:not(.panel)")) this.clear();
  }

  count() {
    this.chosen = new Set(this.boxes.filter((box) => box.checked).map((box) => this.number(box)));
    const place = this.querySelector(".bulk-count");
    if (place) place.textContent = sandali.figure(this.chosen.size);
    if (this.chosen.size && !this.asked) this.asking = this.ask();
  }

  /** The bar with everything that can be done, once. */
  async ask() {
    this.asked = true;
    await sandali.refresh(this.querySelector("#bulk-bar"), this.dataset.bar, "outerHTML"); // a swap style of htmx: the part comes from a template
    this.asking = null;
    this.count();
  }

  /** Something was drawn anew: what was chosen and still stands there is chosen again. */
  again() {
    for (const box of this.boxes) box.checked = this.chosen.has(this.number(box));
    this.count();
  }

  /** An act on many clears the choice; after an answer or a state the way on has the focus. */
  answered(event) {
    const form = event.target;
    if (!form.matches?.("form") || event.detail.ctx.response?.status >= 400) return;
    if (form.id === "bulk") this.finished();
    if (/\/(state|messages)\/(\?|$)/.test(form.getAttribute("action") ?? "")) {
      document.addEventListener("htmx:after:swap", () => setTimeout(() => this.wayOn(), 50), { once: true });
    }
  }

  /** The menu of the bar belongs to a form around it, and would go on swallowing keys while nobody sees it. */
  finished() {
    this.querySelector(":popover-open")?.hidePopover();
    this.clear();
  }

  wayOn() {
    const at = document.activeElement;
    if (!sandali.isWriting(at) || (at.id === "case-text" && !at.value)) document.querySelector(".next-case")?.focus({ preventScroll: true });
  }
}
customElements.define("s-rows", SRows);
