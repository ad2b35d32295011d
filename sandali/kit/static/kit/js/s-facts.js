// The picker of facts beside a text: a button or "/" at the beginning of a line opens it, arrows walk, Enter inserts at the caret.
// It stands beside the form (its rows hold forms); the text is the textarea of the same <s-composer>. Rows are HTML of the server.
class SFacts extends sandali.Finding {
  connectedCallback() {
    if (this.wired) return;
    this.wired = true;
    this.panel = this.querySelector("[popover]");
    this.input = this.querySelector("input[type=search]");
    this.composer = this.closest("s-composer");
    this.text = this.composer?.querySelector("textarea");
    if (!this.text) return;
    this.text.addEventListener("input", (event) => this.typed(event));
    this.panel.addEventListener("toggle", (event) => this.toggled(event.newState === "open"));
    this.panel.addEventListener("keydown", (event) => this.press(event));
    this.panel.addEventListener("click", (event) => this.clicked(event));
    this.panel.addEventListener("focusin", (event) => (this.at = this.rows.indexOf(event.target)));
    new MutationObserver(() => this.refocus()).observe(this.panel, { childList: true });
    this.input.addEventListener("input", () => this.later());
    this.composer.addEventListener("click", (event) => this.linked(event));
  }

  get results() {
    return this.querySelector("#fact-results");
  }

  get rows() {
    return [...this.querySelectorAll("[data-fact]")];
  }

  get opener() {
    return this.composer.querySelector("[data-facts]");
  }

  /** The button is a link to the whole list; here it opens the picker instead. */
  linked(event) {
    if (!event.target.closest("[data-facts]") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (this.panel.matches(":popover-open")) this.panel.hidePopover();
    else this.open();
  }

  /** A slash alone at the beginning of a line asks for the picker, on any keyboard layout. */
  typed(event) {
    if (event.inputType !== "insertText" || event.data !== "/" || this.panel.matches(":popover-open")) return;
    const at = this.text.selectionStart;
    const before = this.text.value[at - 2];
    if (before === undefined || before === "\n") this.open(at - 1);
  }

  open(slash = -1) {
    // The caret, and what an inserted fact takes the place of: the selection, or the slash that asked for it.
    this.from = slash < 0 ? this.text.selectionStart : slash;
    this.to = this.text.selectionEnd;
    this.input.value = "";
    this.panel.showPopover({ source: this.opener });
    // At once, and not when the browser gets to saying that it is open: the next key may come before.
    this.input.focus();
    this.load();
  }

  toggled(open) {
    this.opener?.setAttribute("aria-expanded", String(open));
    if (open) return;
    clearTimeout(this.timer);
    if (this.contains(document.activeElement) || document.activeElement === document.body) this.text.focus();
  }

  /** New rows took the place of the one that had the focus: the one that stands there now has it. */
  refocus() {
    if (this.panel.matches(":popover-open") && document.activeElement === document.body) (this.rows[this.at] ?? this.input).focus();
  }

  press(event) {
    if (event.isComposing) return;
    const { rows } = this;
    const at = rows.indexOf(document.activeElement);
    const step = this.step(event);
    if (step && (at >= 0 || event.target === this.input)) {
      event.preventDefault();
      const next = at + step;
      if (next < 0 || !rows.length) this.input.focus();
      else rows[Math.min(next, rows.length - 1)].focus();
    } else if (event.key === "Enter" && event.target === this.input) {
      event.preventDefault();
      this.first();
    } else if (event.key === "Escape") {
      event.stopPropagation(); // the browser closes the picker; nothing around it should close too
    }
  }

  /** Take the first row of what was typed last, also when it is still on its way. */
  async first() {
    if (await this.settled()) this.rows[0]?.click();
  }

  clicked(event) {
    const row = event.target.closest("button[data-fact]");
    if (!row) return;
    this.text.setRangeText(row.dataset.text, this.from, this.to, "end");
    this.panel.hidePopover();
    this.text.focus();
    this.text.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertReplacementText" }));
    // Only counted: an answer is not held up when the count does not arrive.
    if (row.dataset.case) sandali.post(row.dataset.use, { case: row.dataset.case }, { keepalive: true }).catch(() => undefined);
  }
}
customElements.define("s-facts", SFacts);
