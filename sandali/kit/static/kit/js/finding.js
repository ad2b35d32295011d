// A list that the server finds for what somebody types: asked a moment after each key, walked by the arrows, taken by Enter.
// Who extends it has `rows`, `results` (the part that the server answers) and `input`; its attribute url is what is asked.
class Finding extends HTMLElement {
  /** What is looked for. */
  get sought() {
    return this.input.value;
  }

  /** Whether the results belong to what is typed now, rather than to something typed before. */
  get isFresh() {
    return this.results?.dataset.query === this.sought.trim().replace(/\s+/g, " ");
  }

  later(pause = 150) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), pause);
  }

  /** Ask for what is typed. Resolves to whether the answer stands there and nothing else was asked meanwhile. */
  async load() {
    const url = new URL(this.getAttribute("url"), location.href);
    url.searchParams.set("q", this.sought);
    const asked = (this.asked = url.href);
    this.underway = (this.underway ?? 0) + 1;
    try {
      // The name of htmx's way to swap; the answer is a rendered part of ours.
      await sandali.refresh(this.results, asked, "outerHTML");
    } catch {
      if (asked === this.asked && this.hasAttribute("failed")) this.say(this.getAttribute("failed"));
      return false;
    } finally {
      this.underway -= 1;
    }
    // An answer that was overtaken by a later one and came after it stands in its place: the later one is asked for again.
    if (asked !== this.asked && !this.underway && !this.isFresh) this.later(0);
    return asked === this.asked;
  }

  /** Wait for what was typed a moment ago, so that nobody takes what stood there before. Resolves to whether it came. */
  async settled() {
    for (let tries = 0; !this.isFresh && tries < 60; tries++) await new Promise((next) => setTimeout(next, 50));
    return this.isFresh;
  }

  say(words) {
    if (!this.results) return;
    const line = document.createElement("p");
    line.className = "finding-none soft small-text";
    line.role = "status";
    line.textContent = words;
    this.results.replaceChildren(line);
  }

  /** 1 or -1 at an arrow; nothing at another key. */
  step(event) {
    return { ArrowDown: 1, ArrowUp: -1 }[event.key];
  }

  /** Choose a row, counted around the ends, while the caret stays in `field`. */
  mark(number, field = this.input) {
    const { rows } = this;
    this.at = rows.length ? (number + rows.length) % rows.length : 0;
    for (const [place, row] of rows.entries()) {
      row.id ||= `${this.results.id}-${place}`;
      row.setAttribute("aria-selected", String(place === this.at));
    }
    rows[this.at]?.scrollIntoView({ block: "nearest" });
    if (rows.length) field.setAttribute("aria-activedescendant", rows[this.at].id);
    else field.removeAttribute("aria-activedescendant");
  }
}
sandali.Finding = Finding;
