// Naming a colleague: "@" in a note or the answer to a task opens a list of who may see the case; arrows walk, Enter or Tab takes, Escape closes.
// The list is HTML of the server. Without it the full name after @ is understood all the same when it is saved.
const NAME = /(?:^|[\s(«"،؛])@([^\s@]{0,30}(?: [^\s@]{0,30})?)$/u;

class SMentions extends sandali.Finding {
  connectedCallback() {
    if (this.wired) return;
    this.wired = true;
    this.panel = this.querySelector("[popover]");
    this.composer = this.closest("s-composer");
    this.text = (this.composer ?? this.closest("form"))?.querySelector("textarea");
    if (!this.text) return;
    this.text.setAttribute("aria-controls", this.panel.id);
    this.text.addEventListener("input", () => this.typed());
    this.text.addEventListener("keydown", (event) => this.press(event), { capture: true });
    this.text.addEventListener("blur", () => setTimeout(() => this.contains(document.activeElement) || this.close(), 150));
    this.panel.addEventListener("mousedown", (event) => event.preventDefault()); // the caret stays in the text
    this.panel.addEventListener("click", (event) => this.take(event.target.closest("[data-name]")));
  }

  /** In the composer only notes name somebody; any other text is read by colleagues alone. */
  get isNote() {
    return !this.composer || this.composer.kind === "note";
  }

  get results() {
    return this.querySelector("[id$=mention-results]");
  }

  get sought() {
    return this.begun ?? "";
  }

  get isOpen() {
    return this.panel.matches(":popover-open");
  }

  get rows() {
    return [...this.querySelectorAll("[data-name]")];
  }

  /** What stands between "@" and the caret, null when nobody is being named. */
  get begun() {
    if (!this.isNote || this.text.selectionStart !== this.text.selectionEnd) return null;
    return NAME.exec(this.text.value.slice(0, this.text.selectionStart))?.[1] ?? null;
  }

  typed() {
    if (this.begun === null) this.close();
    else this.later(120);
  }

  async load() {
    const { begun } = this;
    if (begun === null) return;
    if (!(await super.load())) return; // without a connection one types the name
    // "Sara and" names nobody any more: a second word that fits nobody closes the list.
    if (this.begun === null || (begun.includes(" ") && !this.rows.length)) this.close();
    else this.open();
  }

  open() {
    if (!this.panel.isConnected) return; // the form was sent while the names were asked for
    if (!this.isOpen) this.panel.showPopover({ source: this.text });
    this.mark(0, this.text);
  }

  close() {
    clearTimeout(this.timer);
    if (this.isOpen) this.panel.hidePopover();
    this.text.removeAttribute("aria-activedescendant");
  }

  press(event) {
    if (!this.isOpen || event.isComposing || event.ctrlKey || event.metaKey) return;
    const step = this.step(event);
    if (step) this.mark(this.at + step, this.text);
    else if ((event.key === "Enter" || event.key === "Tab") && this.rows.length) this.take(this.rows[this.at]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  take(row) {
    const { begun } = this;
    if (!row || begun === null) return;
    const to = this.text.selectionStart;
    this.text.setRangeText(`${row.dataset.name} `, to - begun.length, to, "end");
    this.close();
    this.text.focus();
    this.text.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertReplacementText" }));
  }
}
customElements.define("s-mentions", SMentions);
