// Search and go to: Ctrl or Cmd with K, or the slash key. Results are HTML from the server: its part "palette-results", which is
// {% palette_results %}<h3>group</h3><a role="option" href="…">…</a>{% endpalette_results %}.
class SPalette extends HTMLElement {
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

  /** Whether the results belong to something typed before. */
  get stale() {
    return (this.results?.dataset.query ?? "") !== this.input.value.trim().replace(/\s+/g, " ");
  }

  get options() {
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
    if (!this.options.length) this.load();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), 150);
  }

  async load() {
    const url = new URL(this.getAttribute("url"), location.href);
    url.searchParams.set("q", this.input.value);
    const asked = (this.asked = url.href);
    try {
      // The name of htmx's way to swap; the answer is a rendered part of ours.
      await sandali.refresh(this.results, asked, "outerHTML");
    } catch {
      this.say("failed");
    }
    if (asked !== this.asked) return;
    if (this.options.length) this.choose(0);
    else if (this.input.value.trim() && !this.results?.childElementCount) this.say("none");
  }

  say(name) {
    if (!this.results) return;
    const line = document.createElement("p");
    line.className = "soft small-text";
    line.role = "status";
    line.textContent = this.getAttribute(name);
    this.results.replaceChildren(line);
  }

  choose(index) {
    const { options } = this;
    options.forEach((option, at) => {
      option.id ||= `palette-option-${at}`;
      option.setAttribute("aria-selected", String(at === index));
    });
    this.at = index;
    this.input.setAttribute("aria-activedescendant", options[index]?.id ?? "");
    options[index]?.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    const count = this.options.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && count) {
      event.preventDefault();
      this.choose(((this.at ?? -1) + step + count) % count);
    } else if (event.key === "Enter" && (count || this.stale) && !event.isComposing) {
      event.preventDefault();
      this.go();
    } else if (event.key === "Escape") {
      event.preventDefault(); // a search field would only empty itself, and want a second Escape
      this.dialog.close();
    }
  }

  /** Open what is chosen; what was typed a moment ago is looked up first, so that nobody lands on what stood there before. */
  async go() {
    for (let tries = 0; this.stale && tries < 40; tries++) await new Promise((next) => setTimeout(next, 50));
    const option = this.options[this.at ?? 0];
    if (option && !this.stale) option.click();
    else this.querySelector("form").requestSubmit();
    this.dialog.close();
  }
}
customElements.define("s-palette", SPalette);
