// Single-letter shortcuts, by the key's place so that they work on the Persian layout; never while somebody writes.
// An element says data-key="a"; j and k walk through the list, r and n begin to write.
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
    if (sandali.isWriting(event.target) || document.querySelector("dialog[open], [popover]:popover-open:not(.panel)")) return;
    if (event.code === "Slash" && event.shiftKey) {
      event.preventDefault();
      document.getElementById("shortcuts")?.showModal();
      return;
    }
    if (event.shiftKey || !/^Key[A-Z]$/.test(event.code)) return;
    if (this.act(event.code.at(3).toLowerCase())) event.preventDefault();
  }

  act(letter) {
    if (letter === "j" || letter === "k") return this.walk(letter === "j" ? 1 : -1);
    if (letter === "r" || letter === "n") return this.write(letter === "n" ? "note" : "reply");
    const target = [...document.querySelectorAll(`[data-key="${letter}"]`)].find(sandali.isVisible);
    target?.focus();
    target?.click();
    return Boolean(target);
  }

  walk(step) {
    const rows = [...document.querySelectorAll(".list-row")].filter(sandali.isVisible);
    const at = rows.findIndex((row) => row === document.activeElement || row.getAttribute("aria-current") === "true");
    const row = rows[at < 0 ? 0 : at + step];
    row?.focus();
    row?.scrollIntoView({ block: "nearest" });
    row?.click();
    return Boolean(row);
  }

  write(kind) {
    const composer = [...document.querySelectorAll("s-composer")].find(sandali.isVisible);
    composer?.begin(kind);
    return Boolean(composer);
  }
}
customElements.define("s-keys", SKeys);
