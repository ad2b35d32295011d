// A button that puts a text of the server (url) into the composer of the page, below what stands there. Where no composer takes
// answers, and without JavaScript, its form does the same to the draft.
class SQuote extends HTMLElement {
  connectedCallback() {
    if (this.wired) return;
    this.wired = true;
    this.addEventListener("submit", (event) => this.take(event));
  }

  async take(event) {
    const composer = document.querySelector("s-composer");
    if (!composer?.querySelector('[name=kind][value="reply"]')) return;
    event.preventDefault();
    const answer = await fetch(this.getAttribute("url"), { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok) {
      event.target.submit();
      return;
    }
    const text = composer.querySelector("textarea");
    const quoted = await answer.text();
    text.value = text.value.trim() ? `${text.value.trimEnd()}\n\n${quoted}` : quoted;
    this.closest("[popover]")?.hidePopover?.();
    composer.begin("reply");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
customElements.define("s-quote", SQuote);
