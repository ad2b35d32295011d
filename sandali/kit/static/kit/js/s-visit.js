// The form for a visit or a call that is kept on this device first. What is typed is kept with every key, and comes back after a
// reload; what was opened from the list goes back there with the time when it was first written.
const DRAFT = "visit";
const EXTRA = ["csrfmiddlewaretoken", "age"];

class SVisit extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.state = this.querySelector("[data-state]");
    this.form.addEventListener("submit", (event) => this.write(event));
    this.form.addEventListener("input", () => this.typed());
    this.addEventListener("click", (event) => this.act(event.target.closest("[data-act]")?.dataset.act));
    this.know();
    this.start();
    const draft = sandali.drafts.get(DRAFT);
    if (draft?.record) this.open(draft.record, { quiet: true });
  }

  /** On the page that browsers keep: who writes. Nobody who was not signed in may write. */
  know() {
    const { person, name } = sandali.writer();
    const kept = document.querySelector("s-outbox")?.hasAttribute("kept");
    const line = document.querySelector("[data-writer]");
    if (line && person) Object.assign(line, { hidden: false }).querySelector("[data-name]").textContent = name;
    if (!kept || person) return;
    document.querySelector("[data-stranger]").hidden = false;
    this.hidden = true;
  }

  /** An empty form, which is another visit. */
  start() {
    this.empty();
    this.base = { at: Date.now(), fields: [] };
    this.fill({ key: sandali.newKey() });
    this.touched = false;
    this.show();
  }

  /** A record back in the form. */
  open(record, { quiet = false } = {}) {
    this.empty();
    this.base = record;
    this.fill(Object.fromEntries(record.fields.filter(([, value]) => typeof value === "string")));
    this.touched = true;
    this.show();
    this.typed();
    if (!quiet) this.form.elements.text.focus();
  }

  /** Hidden fields keep what a script put into them, so reset alone is not enough. */
  empty() {
    this.form.reset();
    this.form.elements.customer.value = "";
    for (const input of this.form.querySelectorAll("s-date input:not([type=hidden])")) input.dispatchEvent(new Event("input"));
  }

  fill(values) {
    for (const [name, value] of Object.entries(values)) {
      const control = this.form.elements[name];
      const day = control?.parentElement?.localName === "s-date" ? control.parentElement.querySelector("input:not([type=hidden])") : null;
      if (day) Object.assign(day, { value: this.day(value, day.closest("s-date")) }).dispatchEvent(new Event("input"));
      else if (control) control.value = value;
    }
  }

  /** A day as people read it there; what is none stays as typed. */
  day(value, { lang, attributes }) {
    const number = sandali.calendar.parse(value);
    return number === null ? value : sandali.calendar.numeric(number, attributes.calendar.value, lang === "fa" ? "fa" : "en");
  }

  /** Whose it is stands there for good where it belongs to a case, or to a customer who was chosen. */
  show() {
    const ofCase = Boolean(this.base.url) && !this.base.visit;
    this.querySelectorAll("[data-new]").forEach((part) => (part.hidden = ofCase));
    const chosen = this.querySelector("[data-chosen]");
    chosen.hidden = !this.form.elements.customer.value;
    chosen.querySelector("b").textContent = this.base.label ?? "";
    this.querySelector("[data-somebody]").hidden = !chosen.hidden;
    this.querySelector("[data-act=clear]").hidden = !this.touched;
    this.say("");
  }

  act(name) {
    if (name === "clear") {
      sandali.drafts.drop(DRAFT);
      this.state.textContent = "";
      this.start();
    }
    if (name === "else") {
      this.form.elements.customer.value = "";
      this.show();
      this.form.elements.name.focus();
    }
  }

  /** What stands in the form, as a record. */
  get record() {
    const typed = Object.fromEntries([...new FormData(this.form)].filter(([name]) => !EXTRA.includes(name)));
    const record = sandali.withFields({ ...this.base, tried: false, why: "", despite: "", choices: [] }, { ...typed, decided: "" });
    return this.base.url && !this.base.visit ? record : sandali.asVisit(record);
  }

  typed() {
    if (!this.touched) this.base.at = Date.now(); // it is written now
    this.touched = true;
    this.querySelector("[data-act=clear]").hidden = false;
    const { record } = this;
    const plain = { ...record, fields: record.fields.filter(([, value]) => typeof value === "string") };
    const text = ["text", "subject", "name", "phone"].map((name) => sandali.field(record, name)).find(Boolean) ?? "";
    const isKept = sandali.drafts.keep(DRAFT, { text, record: plain, page: "/visits/" });
    this.state.textContent = isKept && text ? this.state.dataset.words : "";
  }

  say(words) {
    const place = this.querySelector("#visit-error");
    const line = Object.assign(document.createElement("p"), { className: "field-error", textContent: words });
    line.setAttribute("role", "alert");
    place.replaceChildren(...(words ? [line] : []));
  }

  async write(event) {
    event.preventDefault();
    const { record } = this;
    const has = (...names) => names.some((name) => String(sandali.field(record, name)).trim());
    if (record.visit && !has("customer", "name", "phone", "email", "number")) return this.miss("nobody", "name");
    if (!has("text") || (record.visit && !has("subject", "number"))) return this.miss("nothing", has("subject", "number") || !record.visit ? "text" : "subject");
    const { id, ...unsent } = record;
    await sandali.outbox.add(unsent);
    sandali.drafts.drop(DRAFT);
    this.state.textContent = "";
    this.start();
    document.dispatchEvent(new Event("sandali:outbox"));
    document.querySelector("s-outbox").flush();
  }

  miss(attribute, name) {
    this.say(this.getAttribute(attribute));
    this.form.elements[name].focus();
  }
}
customElements.define("s-visit", SVisit);
