// The place in a long list. Coming back from a record one stands where one was: as far down, with as many rows, and where the
// record has left the list meanwhile, at the row that stood next to it. Kept for this tab alone (and erased by s-leave.js).
const KEPT = "sandali-place:";
const MOST_PAGES = 20;

class SPlace extends HTMLElement {
  connectedCallback() {
    if (this.stop) return;
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.addEventListener("scroll", () => this.note(), { signal, passive: true });
    // Before the record takes the list's place, and with it how far down it was.
    this.addEventListener("click", () => this.keep(), { signal, capture: true });
    addEventListener("pagehide", () => this.keep(), { signal });
    if (this.isReturning()) this.restore();
  }

  disconnectedCallback() {
    this.stop?.abort();
    this.stop = null;
  }

  get name() {
    return KEPT + this.getAttribute("list");
  }

  get rows() {
    return [...this.querySelectorAll(".list-row[id]")];
  }

  /** From a record of this list, by the browser's own back, or the page was loaded again. */
  isReturning() {
    if (performance.getEntriesByType("navigation")[0]?.type !== "navigate") return true;
    const from = document.referrer && new URL(document.referrer);
    return Boolean(from) && from.origin === location.origin && from.pathname.startsWith(this.getAttribute("records"));
  }

  note() {
    if (!this.clientHeight) return; // hidden: a record stands in its place
    const from = this.getBoundingClientRect().y;
    const seen = this.rows.map((row) => [row.id, Math.round(row.getBoundingClientRect().y - from)]).filter(([, y]) => y > -90);
    this.place = { top: Math.round(this.scrollTop), rows: this.rows.length, seen: seen.slice(0, 12) };
  }

  keep() {
    if (this.clientHeight) this.note();
    if (this.place) sessionStorage.setItem(this.name, JSON.stringify(this.place));
  }

  async restore() {
    const place = JSON.parse(sessionStorage.getItem(this.name) ?? "null");
    if (!place?.top) return;
    for (let pages = 0; pages < MOST_PAGES && this.rows.length < place.rows; pages++) {
      if (!(await this.more())) break;
    }
    const [id, y] = place.seen.find(([name]) => document.getElementById(name)) ?? [];
    if (!id) this.scrollTop = place.top;
    else this.scrollTop += document.getElementById(id).getBoundingClientRect().y - this.getBoundingClientRect().y - y;
  }

  /** The next rows, as a press on "Show more" brings them; false when there are none. */
  async more() {
    const part = this.querySelector(".show-more");
    const link = part?.querySelector("a");
    if (!link) return false;
    // A swap style of htmx and the header of its part: the answer is rendered by the server.
    await htmx.ajax("GET", link.href, { source: link, target: part, swap: "outerHTML", headers: { "Sandali-Part": "more" }, push: "false" });
    return !part.isConnected;
  }
}
customElements.define("s-place", SPlace);
