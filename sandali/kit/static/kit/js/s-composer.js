// Where one writes: sends with Ctrl or Cmd and Enter, keeps drafts on the server (on this device when that fails), takes files.
class SComposer extends HTMLElement {
  connectedCallback() {
    if (this.wired) return;
    this.wired = true;
    this.form = this.querySelector("form");
    this.text = this.querySelector("textarea");
    this.picker = this.querySelector("input[type=file]");
    this.text.addEventListener("input", () => this.written());
    this.text.addEventListener("keydown", (event) => this.press(event));
    this.form.addEventListener("change", (event) => event.target.name === "kind" && this.written());
    this.form.addEventListener("submit", () => this.sending());
    this.picker?.addEventListener("change", () => this.add([...this.picker.files]));
    this.addEventListener("paste", (event) => this.take(event, event.clipboardData));
    this.addEventListener("drop", (event) => this.take(event, event.dataTransfer));
    for (const name of ["dragenter", "dragover", "dragleave", "drop"]) this.addEventListener(name, (event) => this.drag(event));
    this.files = [];
    this.recall();
    this.grow();
  }

  disconnectedCallback() {
    if (this.timer) this.save({ keepalive: true });
  }

  get kind() {
    return this.form.querySelector("[name=kind]:checked")?.value ?? "reply";
  }

  get key() {
    return `sandali-draft-${this.getAttribute("key")}`;
  }

  /** Show the form as an answer or as a note, and begin to write. */
  begin(kind) {
    const choice = this.form.querySelector(`[name=kind][value="${kind}"]`);
    if (choice) choice.checked = true;
    this.text.focus();
  }

  press(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    this.form.requestSubmit(this.form.querySelector(`.only-${this.kind} button:not([type=button])`));
  }

  grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.text.style.blockSize = "auto";
    this.text.style.blockSize = `${this.text.scrollHeight}px`;
  }

  written() {
    this.grow();
    localStorage.setItem(this.key, JSON.stringify({ text: this.text.value, kind: this.kind }));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), 900);
  }

  async save(options = {}) {
    clearTimeout(this.timer);
    this.timer = 0;
    const url = this.getAttribute("draft");
    let kept = false;
    try {
      kept = Boolean(url) && (await sandali.post(url, { text: this.text.value, kind: this.kind }, options)).ok;
    } catch {
      kept = false; // no connection: localStorage holds it, and the state line says so
    }
    if (kept) localStorage.removeItem(this.key);
    const state = this.querySelector("[data-state]");
    if (state) state.textContent = this.text.value ? this.getAttribute(kept ? "saved" : "unsaved") : "";
  }

  recall() {
    const kept = JSON.parse(localStorage.getItem(this.key) ?? "null");
    // What is still here never reached the server, so it is newer than the server's draft.
    if (!kept?.text || kept.text === this.text.value) return;
    this.text.value = kept.text;
    this.timer = setTimeout(() => this.save(), 900);
    const choice = this.form.querySelector(`[name=kind][value="${kept.kind}"]`);
    if (choice) choice.checked = true;
  }

  sending() {
    clearTimeout(this.timer);
    this.timer = 0;
    // Kept until the server has it: when sending fails, the page comes back with the text, or this recalls it.
    this.form.addEventListener("htmx:after:request", (event) => {
      if (event.detail.ctx.response?.status < 400) localStorage.removeItem(this.key);
    }, { once: true });
  }

  drag(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.form.classList.toggle("dropping", event.type === "dragenter" || event.type === "dragover");
  }

  take(event, transfer) {
    const files = [...(transfer?.files ?? [])];
    if (!files.length || !this.picker) return;
    event.preventDefault();
    this.add(files);
  }

  add(files) {
    this.files = [...this.files, ...files];
    this.show();
  }

  show() {
    const bag = new DataTransfer();
    for (const file of this.files) bag.items.add(file);
    this.picker.files = bag.files;
    this.querySelector("[data-files]").replaceChildren(...this.files.map((file) => this.tile(file)));
  }

  tile(file) {
    const tile = document.createElement("span");
    const name = document.createElement("bdi");
    const remove = document.createElement("button");
    tile.className = "file-tile";
    name.className = "file-name";
    name.textContent = file.name;
    Object.assign(remove, { type: "button", className: "button ghost small icon-only", textContent: "×" });
    remove.setAttribute("aria-label", `${this.getAttribute("remove")}: ${file.name}`);
    remove.addEventListener("click", () => {
      this.files = this.files.filter((other) => other !== file);
      this.show();
    });
    tile.append(name, remove);
    return tile;
  }
}
customElements.define("s-composer", SComposer);
