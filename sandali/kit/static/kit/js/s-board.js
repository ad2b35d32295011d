// A board whose cards are taken by their grip and put into another column. The server decides where a card stands: what it answers
// is drawn. Without this script, and for the keyboard, each card has its menu.
class SBoard extends HTMLElement {
  connectedCallback() {
    if (this.stop) return;
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.addEventListener("pointerdown", (event) => this.take(event), { signal });
    this.addEventListener("pointermove", (event) => this.carry(event), { signal });
    this.addEventListener("pointerup", (event) => this.put(event), { signal });
    this.addEventListener("pointercancel", () => this.letGo(), { signal });
    this.addEventListener("keydown", (event) => event.key === "Escape" && this.letGo(), { signal });
  }

  disconnectedCallback() {
    this.stop?.abort();
    this.stop = null;
    this.letGo();
  }

  take(event) {
    const grip = event.target.closest(".deal-grip");
    if (!grip || event.button !== 0) return;
    event.preventDefault();
    this.card = grip.closest(".deal-card");
    this.start = { x: event.clientX, y: event.clientY };
    this.setPointerCapture(event.pointerId);
  }

  carry(event) {
    if (!this.card) return;
    const x = event.clientX - this.start.x;
    const y = event.clientY - this.start.y;
    if (!this.moved && Math.hypot(x, y) < 6) return;
    this.moved = true;
    this.card.classList.add("carried");
    this.card.style.transform = `translate(${x}px, ${y}px)`;
    const column = this.columnAt(event);
    for (const one of this.querySelectorAll(".board-column")) one.classList.toggle("over", one === column);
  }

  /** The column under the pointer: the card itself lets the pointer through while it is carried. */
  columnAt(event) {
    return document.elementFromPoint(event.clientX, event.clientY)?.closest(".board-column") ?? null;
  }

  put(event) {
    const { card } = this;
    if (!card) return;
    const to = this.moved ? this.columnAt(event) : null;
    const from = card.closest(".board-column");
    this.letGo();
    if (!to || to === from) return;
    to.querySelector("ul").prepend(card);
    const values = { stage: to.dataset.stage, version: card.dataset.version, from: "board" };
    htmx.ajax("POST", card.dataset.post, { source: this, target: "#board", swap: "none", values });
  }

  letGo() {
    for (const one of this.querySelectorAll(".over")) one.classList.remove("over");
    this.card?.classList.remove("carried");
    this.card?.style.removeProperty("transform");
    this.card = null;
    this.moved = false;
  }
}
customElements.define("s-board", SBoard);
