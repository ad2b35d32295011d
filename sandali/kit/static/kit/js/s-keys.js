// Single-letter shortcuts, by the key's place so that they work on the Persian layout; never while somebody writes.
// Which key does what is in the help (kit/keys.py draws it): data-codes and data-does there name a method here.
const GO_WITHIN = 1500; // milliseconds between g and the letter of a page

// Lists that fill a page of their own: there the same letters move from row to row, and Enter opens.
const ROWS = ":is(.records, .notice-list, .tasks-rows, .knowledge-rows, .handed-rows, .spam-rows, .reminder-rows) > *";

class SKeys extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    document.addEventListener("keydown", (event) => this.press(event), { signal: this.stop.signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  press(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") return this.rest(event.target);
    if (sandali.isWriting(event.target) && !event.target.matches?.(".list-check")) return;
    if (document.querySelector("dialog[open], [popover]:popover-open:not(.panel)")) return;
    if (this.going > Date.now()) return this.goTo(event);
    const code = `${event.shiftKey ? "Shift+" : ""}${event.code}`;
    const [name, argument] = this.querySelector(`[data-codes~="${CSS.escape(code)}"]`)?.dataset.does.split(":") ?? [];
    if (name && this[name](argument)) event.preventDefault();
  }

  /** Leave a field, for these letters; the Tab key goes on from it. A search empties itself first. */
  rest(field) {
    if (!sandali.isWriting(field) || field.closest("dialog, [popover]:not(.panel)") || (field.type === "search" && field.value)) return;
    field.blur();
  }

  /** Wait for the letter of a page. */
  go() {
    this.going = Date.now() + GO_WITHIN;
    return true;
  }

  goTo(event) {
    this.going = 0;
    const link = this.querySelector(`[data-go="${CSS.escape(event.code)}"]`);
    if (!link) return;
    event.preventDefault();
    location.assign(link.href);
  }

  help() {
    document.getElementById("shortcuts").showModal();
    return true;
  }

  /** Press what carries this letter: of the bar for many cases while some are chosen, else of the open case. */
  activate(letter) {
    const rows = document.querySelector("s-rows");
    if (rows?.chosen.size && rows.asking) {
      rows.asking.then(() => this.activate(letter));
      return true;
    }
    const all = [...document.querySelectorAll(`[data-key~="${letter}"]`)];
    // Else what lies in a menu that could be opened.
    const within = (one) => document.querySelector(`[popovertarget="${one.closest("[popover]")?.id}"]`);
    const target = all.find(sandali.isVisible) ?? all.find((one) => within(one) && sandali.isVisible(within(one)));
    target?.focus();
    target?.click();
    return Boolean(target);
  }

  /** Undo the last action, while its way back is offered; else the answer that has not left yet. */
  undo() {
    const way = [...document.querySelectorAll("#toasts form button")].filter(sandali.isVisible).at(-1);
    way?.click();
    return Boolean(way) || this.activate("u");
  }

  /** The messages, or what stands beside them. */
  enter(id) {
    const place = document.getElementById(id) ?? (id === "log" && document.querySelector("main"));
    if (!place || !sandali.isVisible(place)) return this.activate(id);
    const target = place.tabIndex >= 0 ? place : [...place.querySelectorAll("a[href], button, input:not([type=hidden])")].find(sandali.isVisible);
    target?.focus();
    return Boolean(target);
  }

  /** The next row of the list, or the one before; where the list has none to show, the case's own way along it. */
  step(by) {
    const rows = [...document.querySelectorAll(".list-row")].filter(sandali.isVisible);
    if (!rows.length && !document.querySelector(".next-case")) return this.walk(Number(by));
    const at = rows.findIndex((row) => row === document.activeElement || row.getAttribute("aria-current") === "true");
    const way = document.querySelector(by > 0 ? ".next-case" : ".previous-case");
    const row = at < 0 ? !way && rows[0] : rows[at + Number(by)];
    const target = row || way;
    if (row) {
      row.focus();
      row.scrollIntoView({ block: "nearest" });
    }
    // Along the case's own way its row is entered too, once it stands there.
    if (!row && way) this.enterNext();
    if (target && (!row || row.hasAttribute("hx-get"))) target.click(); // elsewhere a row is a page of its own: Enter opens it
    return Boolean(target);
  }

  /** The next row that is current gets the focus, whatever else is drawn before it, unless another key is pressed first. */
  enterNext() {
    const current = () => document.querySelector('.list-row[aria-current="true"]');
    const before = current()?.id;
    const stop = new AbortController();
    document.addEventListener("keydown", () => stop.abort(), { signal: stop.signal });
    document.addEventListener("htmx:after:swap", () => {
      if (!current() || current().id === before) return;
      stop.abort();
      current().focus();
    }, { signal: stop.signal });
  }

  walk(by) {
    const links = [...document.querySelectorAll(ROWS)].map((row) => row.matches("a[href]") ? row : row.querySelector("a[href]"));
    const rows = links.filter((link) => link && sandali.isVisible(link));
    const row = rows[rows.findIndex((link) => link === document.activeElement) + by];
    row?.focus();
    return Boolean(row);
  }

  choose(range) {
    return Boolean(document.querySelector("s-rows")?.toggleCurrent(range === "range"));
  }

  write(kind) {
    const composer = [...document.querySelectorAll("s-composer")].find(sandali.isVisible);
    composer?.begin(kind);
    return Boolean(composer);
  }
}
customElements.define("s-keys", SKeys);
