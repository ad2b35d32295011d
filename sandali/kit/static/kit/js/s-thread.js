// The thread stays at its newest message while somebody reads there; when they read further up, nothing moves.
const NEAR = 120;
const TAKING_BACK = 'form[action*="/withdrawal/"]';
const UNDO_IS_OVER = 12_000;

class SThread extends HTMLElement {
  connectedCallback() {
    if (this.watch) return;
    this.follow = true;
    this.addEventListener("scroll", () => this.moved(), { passive: true });
    this.watch = new MutationObserver((changes) => this.changed(changes));
    this.watch.observe(this, { childList: true, subtree: true });
    // The keyboard took half of the page, or a word of what was done stands below: the newest is still what one sees.
    this.size = new ResizeObserver(() => this.follow && this.toEnd());
    for (const part of [this, this.firstElementChild]) if (part) this.size.observe(part);
    this.stop = new AbortController();
    document.addEventListener("htmx:after:request", (event) => this.takenBack(event), { signal: this.stop.signal });
    this.leaving();
    const target = location.hash.length > 1 && this.querySelector(`[id="${CSS.escape(location.hash.slice(1))}"]`);
    if (target) {
      this.follow = false;
      target.scrollIntoView({ block: "center" });
    } else {
      (this.querySelector(".new-line") ?? this.lastElementChild)?.scrollIntoView({ block: "end" });
      this.toEnd();
    }
  }

  disconnectedCallback() {
    this.watch?.disconnect();
    this.watch = null;
    this.size?.disconnect();
    this.stop?.abort();
    clearTimeout(this.timer);
  }

  /** Only who goes up stops following: a picture that comes late makes the thread longer, and moves nobody. */
  moved() {
    const near = this.scrollHeight - this.scrollTop - this.clientHeight < NEAR;
    if (near || this.scrollTop < (this.was ?? 0)) this.follow = near;
    this.was = this.scrollTop;
  }

  changed(changes) {
    for (const change of changes) {
      for (const node of change.addedNodes) if (node.matches?.(".message")) node.classList.add("arriving");
    }
    if (this.follow) this.toEnd();
    this.leaving();
  }

  /** An answer that could not leave at its first try makes no news: once nothing can be taken back, its state is asked for. */
  leaving() {
    clearTimeout(this.timer);
    const part = this.querySelector("#case-thread");
    if (part?.querySelector(TAKING_BACK)) this.timer = setTimeout(() => sandali.refresh(part, part.dataset.liveUrl), UNDO_IS_OVER);
  }

  /** The words stand in the form again: whoever took them back goes on writing there. */
  takenBack(event) {
    if (event.target.closest?.(TAKING_BACK)) setTimeout(() => document.getElementById("case-text")?.focus(), 60);
  }

  toEnd() {
    this.scrollTop = this.scrollHeight;
  }
}
customElements.define("s-thread", SThread);
