// A form where one writes that loses nothing: drafts go to the server, and stay on this device while it cannot be reached.
// Who extends it has `form`, `text` (the textarea), `picker` and `files`, `add(files)`, `show()` and `keepFiles(values)`; its attributes are
// key (a name for the place), draft (where drafts are posted), saved and unsaved (what the state line says).
const TYPED = ["cc", "bcc"]; // further addresses

class KeptWriting extends HTMLElement {
  get name() {
    return this.getAttribute("key");
  }

  get kind() {
    return this.form.querySelector("[name=kind]:checked")?.value ?? "reply";
  }

  /** The last message that the writer had seen. */
  get seen() {
    return this.form.elements.seen?.value ?? "";
  }

  /** The server's draft that this writing goes on from. */
  get from() {
    return this.stored ?? this.text.defaultValue;
  }

  /** Copies and files that go along with the text. */
  get along() {
    const names = ["along", "copy", "cc", "bcc", "returned"];
    return [...new FormData(this.form)].filter(([name]) => names.includes(name));
  }

  grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.text.style.blockSize = "auto";
    this.text.style.blockSize = `${this.text.scrollHeight}px`;
  }

  written() {
    this.grow();
    const page = location.pathname + location.search;
    const { kind, seen, from } = this;
    sandali.drafts.keep(this.name, { text: this.text.value, kind, seen, from, url: this.getAttribute("draft"), page });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), 900);
  }

  async save(options = {}) {
    clearTimeout(this.timer);
    this.timer = 0;
    const url = this.getAttribute("draft");
    const [text, { kind, seen }] = [this.text.value, this];
    const kept = Boolean(url) && (await sandali.keepsDraft(url, [["text", text], ["kind", kind], ["seen", seen], ...this.along], options));
    if (kept) this.stored = text;
    if (kept && this.text.value === text) sandali.drafts.drop(this.name);
    const state = this.querySelector("[data-state]");
    if (state) state.textContent = this.text.value ? this.getAttribute(kept ? "saved" : "unsaved") : "";
  }

  recall() {
    const kept = sandali.drafts.get(this.name);
    // What is still here never reached the server, so it is newer than the server's draft that it goes on from; one from
    // another place stays below it.
    if (!kept?.text || kept.text === this.text.value) return;
    this.fill(kept.text, kept.from === this.text.value ? "" : this.text.value, kept.kind);
  }

  /** Put `text` into the form, before what stands there and is no part of it. */
  fill(text, below, kind) {
    this.text.value = below && !text.startsWith(below) && !below.startsWith(text) ? `${text}\n\n${below}` : text;
    const choice = this.form.querySelector(`[name=kind][value="${kind}"]`);
    if (choice) choice.checked = true;
    this.written();
  }

  /** What waited for the connection comes back into the form, files and all. */
  takeBack(record) {
    this.fill(sandali.field(record, "text"), this.text.value, sandali.field(record, "kind"));
    this.form.elements.key.value = sandali.field(record, "key"); // the same answer, however often it is sent
    // The server asks again about what was said meanwhile, and shows both texts.
    if (this.form.elements.seen) this.form.elements.seen.value = sandali.field(record, "seen");
    for (const name of TYPED) if (this.form.elements[name]) this.form.elements[name].value = sandali.field(record, name);
    this.keepFiles(record.fields.filter(([name]) => name === "returned").map(([, value]) => value));
    if (this.picker) this.add(record.fields.map(([, value]) => value).filter((value) => value instanceof File));
    this.text.focus();
  }

  /** Begin anew: `text` was taken elsewhere, and what comes next, or was typed meanwhile, is another answer. */
  clear(text) {
    this.form.elements.key.value = sandali.newKey();
    this.files = [];
    this.keepFiles([]);
    for (const name of TYPED) if (this.form.elements[name]) this.form.elements[name].value = "";
    if (this.picker) this.show();
    if (this.text.value !== text) return;
    this.text.value = "";
    clearTimeout(this.timer);
    this.timer = 0;
    sandali.drafts.drop(this.name);
    this.grow();
  }

  /** Keep what stands here once more, as the server has just forgotten the draft before it. */
  again() {
    if (this.text.value) this.written();
  }

  sending() {
    clearTimeout(this.timer);
    this.timer = 0;
    // Kept until the server has it: when sending fails, the page comes back with the text, or this recalls it.
    const answered = (event) => {
      if (event.target !== this.form) return; // what stands in the form asks too: whether a text promises something, say
      this.form.removeEventListener("htmx:after:request", answered);
      const { status, headers } = event.detail.ctx.response ?? {};
      if (status < 400 && !headers.has("HX-Redirect")) sandali.drafts.drop(this.name); // a redirect leads to the sign-in page
    };
    this.form.addEventListener("htmx:after:request", answered);
  }
}
sandali.KeptWriting = KeptWriting;
