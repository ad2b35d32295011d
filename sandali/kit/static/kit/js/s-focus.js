// Keeps the place of whoever goes by the keyboard: what had the focus and was drawn anew has it again, what is gone leaves it to
// its neighbour, and a form that was opened beside the case (data-opened) takes it and gives it back when Escape closes it.
// A page that is one form (data-begin) begins in it.
const CAN = "a[href], button:not(:disabled), input:not([type=hidden], :disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex='0']";
const FORM = "input:not([type=hidden], :disabled), select, textarea, button";
const STEADY = ["id", "data-key", "popovertarget", "aria-label", "name", "href"];

class SFocus extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    document.addEventListener("focusin", (event) => this.note(event.target), { signal });
    document.addEventListener("htmx:before:swap", (event) => this.before(event), { signal });
    document.addEventListener("htmx:after:swap", () => this.after(), { signal });
    document.addEventListener("keydown", (event) => this.press(event), { signal });
    if (document.activeElement === document.body) this.first(document.querySelector("main [data-begin]"))?.focus();
    document.addEventListener("click", (event) => this.clicked(event), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  /** Where the focus is: the element, how to know it again, and its number within each part around it. */
  note(element) {
    if (!element.matches?.(CAN)) return;
    const marks = STEADY.map((name) => [name, element.getAttribute(name)]).filter(([, value]) => value);
    const words = element.textContent.trim();
    const around = [];
    for (let part = element.parentElement?.closest("[id]"); part && part !== document.body; part = part.parentElement?.closest("[id]")) {
      around.push([part.id, this.within(part).indexOf(element)]);
    }
    const opened = element.closest("#panel [data-opened]")?.id;
    this.last = { element, marks, words, tag: element.tagName, around, opened };
  }

  within(part) {
    return [...part.querySelectorAll(CAN)].filter((one) => one.tabIndex >= 0 && sandali.isVisible(one));
  }

  /** What is asked for by a link or a button beside it will be open in a moment. */
  before({ detail: { ctx } }) {
    this.opener = ctx?.request?.method === "GET" && ctx.sourceElement === document.activeElement ? ctx.sourceElement : null;
    if (this.last && document.activeElement === this.last.element) this.note(this.last.element);
  }

  after() {
    const opened = document.querySelector("#panel [data-opened]:not([data-entered])");
    if (opened) {
      opened.dataset.entered = "";
      if (this.opener) return this.enter(opened);
    }
    if (document.activeElement !== document.body || !this.last || document.querySelector("dialog[open]")) return;
    const { opened: within } = this.last;
    if (within && !document.getElementById(within)?.hasAttribute("data-opened")) this.last = this.from ?? this.last; // sent off, and closed
    this.again()?.focus({ preventScroll: true });
  }

  enter(opened) {
    this.from = this.last;
    (this.first(opened) ?? this.within(opened)[0])?.focus();
  }

  /** The first field of a form; its button, where it has none. */
  first(place) {
    return [...(place?.querySelectorAll(FORM) ?? [])].find((one) => one.tabIndex >= 0 && one.closest("form"));
  }

  /** The same thing in its new shape; else what stands at its place now. */
  again() {
    const { element, marks, words, tag, around } = this.last;
    if (element.isConnected && sandali.isVisible(element)) return element;
    for (const [id, number] of around) {
      const part = document.getElementById(id);
      if (!part || !sandali.isVisible(part)) continue;
      const choices = this.within(part);
      const alike = choices.filter((one) => one.tagName === tag && marks.every(([name, value]) => one.getAttribute(name) === value));
      const known = marks.length && (alike.find((one) => one.textContent.trim() === words) ?? (alike.length === 1 && alike[0]));
      const named = words ? choices.filter((one) => one.tagName === tag && one.textContent.trim() === words) : [];
      const found = known || (named.length === 1 ? named[0] : choices[Math.min(number, choices.length - 1)]);
      if (found) return found;
    }
    return document.querySelector('.list-row[aria-current="true"]') ?? document.getElementById("log");
  }

  press(event) {
    const opened = event.target.closest?.("#panel [data-opened]");
    if (event.key !== "Escape" || event.defaultPrevented || !opened) return;
    const typed = [...opened.querySelectorAll("input:not([type=hidden]), textarea")].some((field) => field.value !== field.defaultValue);
    if (typed || document.querySelector("dialog[open], [popover]:popover-open:not(.panel)")) return;
    event.preventDefault();
    this.close(opened);
  }

  clicked(event) {
    const opened = event.target.closest?.("[data-close-opened]")?.closest("#panel [data-opened]");
    if (!opened || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.close(opened);
  }

  /** Close what was opened beside the case; the focus goes back to what opened it. */
  close(opened) {
    opened.removeAttribute("data-opened");
    opened.classList.remove("work-open");
    opened.replaceChildren();
    this.last = this.from ?? this.last;
    this.again()?.focus();
  }
}
customElements.define("s-focus", SFocus);
