// Search and go to: Ctrl or Cmd with K, or the slash key. Results are HTML from the server: its part "palette-results", which is
// {% palette_results %}<h3>group</h3><a role="option" href="…">…</a>{% endpalette_results %}.
class SPalette extends sandali.Finding {
  connectedCallback() {
    if (this.wired) return;
    this.wired = true;
    this.dialog = this.querySelector("dialog");
    this.input = this.querySelector("input");
    this.input.addEventListener("input", () => this.later());
    this.dialog.addEventListener("keydown", (event) => this.press(event));
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
    this.abort = new AbortController();
    document.addEventListener("keydown", (event) => this.shortcut(event), { signal: this.abort.signal });
    document.addEventListener("click", (event) => this.clicked(event), { signal: this.abort.signal });
  }

  disconnectedCallback() {
    this.abort?.abort();
    this.wired = false;
  }

  get results() {
    return this.querySelector("#palette-results");
  }

  get rows() {
    return [...this.querySelectorAll("[role=option]")];
  }

  shortcut(event) {
    const command = (event.ctrlKey || event.metaKey) && event.code === "KeyK";
    const slash = event.code === "Slash" && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!command && !(slash && !sandali.isWriting(event.target))) return;
    event.preventDefault();
    if (this.dialog.open) this.dialog.close();
    else this.open();
  }

  clicked(event) {
    if (!event.target.closest("[data-palette]") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.open();
  }

  open() {
    this.dialog.showModal();
    this.input.select();
    if (!this.rows.length) this.load();
  }

  async load() {
    if (!(await super.load())) return;
    if (this.rows.length) this.mark(0);
    else if (this.sought.trim() && !this.results?.childElementCount) this.say(this.getAttribute("none"));
  }

  press(event) {
    const count = this.rows.length;
    const step = this.step(event);
    if (step && count) {
      event.preventDefault();
      this.mark((this.at ?? -1) + step);
    } else if (event.key === "Enter" && (count || !this.isFresh) && !event.isComposing) {
      event.preventDefault();
      this.go();
    } else if (event.key === "Escape") {
      event.preventDefault(); // a search field would only empty itself, and want a second Escape
      this.dialog.close();
    }
  }

  /** Open what is chosen; what was typed a moment ago is looked up first. */
  async go() {
    const fresh = await this.settled();
    const row = this.rows[this.at ?? 0];
    if (row && fresh) row.click();
    else this.querySelector("form").requestSubmit();
    this.dialog.close();
  }
}
customElements.define("s-palette", SPalette);
