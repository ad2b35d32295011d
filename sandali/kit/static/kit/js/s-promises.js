// Promises where one writes: what is typed is read a moment later and offered; Alt and P accepts what is offered, or opens the line by hand.
// By the key's place, so that it is the same on the Persian layout. Without this the sent answer is read by the server, which asks then.
const READ_AFTER = 600; // milliseconds without a letter

class SPromises extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.text = this.form?.querySelector("textarea");
    if (!this.text) return;
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.text.addEventListener("input", () => this.later(), { signal });
    this.form.addEventListener("keydown", (event) => this.press(event), { signal });
    this.form.addEventListener("change", (event) => this.chosen(event.target), { signal });
    if (this.text.value) this.later();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.stop?.abort();
  }

  get opener() {
    return this.form.elements.promise_open;
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.read(), READ_AFTER);
  }

  read() {
    const place = this.querySelector("#promise-offers");
    const said = this.text.value;
    if (!place || !this.isConnected || sandali.signedOut || this.kind !== "reply" || said === this.last) return;
    this.last = said;
    if (!said.trim()) return place.replaceChildren();
    const ticked = (name) => [...place.querySelectorAll(`[name="${name}"]:checked`)].map((box) => box.value);
    const values = { text: said, promise: ticked("promise"), no_promise: ticked("no_promise") };
    htmx.ajax("POST", this.getAttribute("url"), { source: place, target: place, swap: "outerMorph", push: "false", quiet: true, values })?.catch(() => undefined);
  }

  get kind() {
    return this.form.querySelector("[name=kind]:checked")?.value ?? "reply";
  }

  press(event) {
    if (event.code !== "KeyP" || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.isComposing) return;
    if (this.kind === "note") return;
    event.preventDefault();
    const offered = [...this.querySelectorAll('.promise-offer:not(:has([name="no_promise"]:checked)) [name="promise"]:not(:checked)')][0];
    if (offered) return offered.click();
    if (!this.opener.checked) return this.opener.click();
    this.querySelector("#promise-what").focus();
  }

  /** Who opens the line wants to fill it; of an offer one thing is true. */
  chosen(box) {
    if (box === this.opener && box.checked) this.querySelector("#promise-what").focus();
    const other = { promise: "no_promise", no_promise: "promise" }[box.name];
    if (other && box.checked) box.closest(".promise-offer").querySelector(`[name="${other}"]`).checked = false;
  }
}
customElements.define("s-promises", SPromises);
