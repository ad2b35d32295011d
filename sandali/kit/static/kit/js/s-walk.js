// The list of cases is one stop for the Tab key, so that the open case is one press away; arrows, Home and End walk along the rows,
// Enter opens. Without this script every row is a stop.
class SWalk extends HTMLElement {
  connectedCallback() {
    this.list = this.closest(".list");
    if (!this.list || this.stop) return;
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.list.addEventListener("keydown", (event) => this.press(event), { signal });
    this.list.addEventListener("focusin", () => this.stops(), { signal });
    document.addEventListener("htmx:after:swap", () => this.stops(), { signal });
    this.stops();
  }

  disconnectedCallback() {
    this.stop?.abort();
    this.stop = null;
  }

  get rows() {
    return [...this.list.querySelectorAll(".list-row")];
  }

  /** The row that has the focus, else that of the open case, else the first. */
  stops() {
    const { rows } = this;
    const at = document.activeElement?.closest?.(".list-item")?.querySelector(".list-row");
    const here = rows.find((row) => row === at) ?? rows.find((row) => row.getAttribute("aria-current") === "true") ?? rows[0];
    for (const row of rows) {
      for (const one of row.parentElement.querySelectorAll(".list-row, .list-check")) one.tabIndex = row === here ? 0 : -1;
    }
  }

  press(event) {
    const item = event.target.closest(".list-item");
    if (!item || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const { rows } = this;
    const at = rows.indexOf(item.querySelector(".list-row"));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined || !rows[to]) return;
    event.preventDefault();
    rows[to].focus();
    rows[to].scrollIntoView({ block: "nearest" });
  }
}
customElements.define("s-walk", SWalk);
