// The thread stays at its newest message while somebody reads there; when they read further up, nothing moves.
const NEAR = 120;

class SThread extends HTMLElement {
  connectedCallback() {
    if (this.watch) return;
    this.follow = true;
    this.addEventListener("scroll", () => (this.follow = this.scrollHeight - this.scrollTop - this.clientHeight < NEAR), { passive: true });
    this.watch = new MutationObserver((changes) => this.changed(changes));
    this.watch.observe(this, { childList: true, subtree: true });
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
  }

  changed(changes) {
    for (const change of changes) {
      for (const node of change.addedNodes) if (node.matches?.(".message")) node.classList.add("arriving");
    }
    if (this.follow) this.toEnd();
  }

  toEnd() {
    this.scrollTop = this.scrollHeight;
  }
}
customElements.define("s-thread", SThread);
