// Where one writes: sends with Ctrl or Cmd and Enter, takes files. How what is written is kept: kept-writing.js.
const WITH_TEXT = ["kind", "copy", "cc", "bcc", "returned"];

class SComposer extends sandali.KeptWriting {
  connectedCallback() {
    if (this.wired) return;
    this.wired = true;
    this.form = this.querySelector("form");
    this.text = this.querySelector("textarea");
    this.picker = this.querySelector("input[type=file]");
    this.text.addEventListener("input", () => this.written());
    this.form.addEventListener("keydown", (event) => this.press(event));
    this.form.addEventListener("change", (event) => WITH_TEXT.includes(event.target.name) && this.written());
    this.form.addEventListener("submit", () => this.sending());
    this.picker?.addEventListener("change", () => this.add([...this.picker.files]));
    this.addEventListener("paste", (event) => this.take(event, event.clipboardData));
    this.addEventListener("drop", (event) => this.take(event, event.dataTransfer));
    for (const name of ["dragenter", "dragover", "dragleave", "drop"]) this.addEventListener(name, (event) => this.drag(event));
    this.files = [];
    new MutationObserver(() => this.invite()).observe(this.text, { attributeFilter: ["placeholder"] }); // drawn anew with the next case
    this.invite();
    this.recall();
    this.grow();
  }

  disconnectedCallback() {
    if (this.timer) this.save({ keepalive: true });
  }

  /** Where one writes with fingers there is no Ctrl to speak of. */
  invite() {
    const plain = this.getAttribute("plain");
    if (plain && this.text.placeholder !== plain && matchMedia("(pointer: coarse)").matches) this.text.placeholder = plain;
  }

  /** Show the form as an answer or as a note, and begin to write. */
  begin(kind) {
    const choice = this.form.querySelector(`[name=kind][value="${kind}"]`);
    if (!choice && kind === "contact") return; // else it would be said to the customer
    if (choice) choice.checked = true;
    this.text.focus();
  }

  /** From the text, and from what stands with it (a promise's words and time); a menu or calendar that is open has keys of its own. */
  press(event) {
    if (event.defaultPrevented || event.target.closest("[popover], dialog")) return;
    if (event.key === "Escape" && !event.isComposing && event.target === this.text) return this.rest(event);
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    if (event.shiftKey && this.kind === "reply") return this.otherWays();
    this.form.requestSubmit(this.form.querySelector(`.only-${this.kind} button:not([type=button])`));
  }

  /** Leave the text for the letters of the page; what is written stays. */
  rest(event) {
    event.preventDefault();
    document.getElementById("log")?.focus({ preventScroll: true });
  }

  /** Later, or with another state: the menu beside "send". */
  otherWays() {
    const opener = this.form.querySelector("[popovertarget=menu-send]");
    opener?.focus();
    opener?.click();
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
    this.uploads = (this.uploads ?? Promise.resolve()).then(() => this.upload());
  }

  /** Files go to the server as they are chosen, so that they stay with the draft. What it does not take now goes with the answer. */
  async upload() {
    const [url, sent, { key }] = [this.getAttribute("draft"), this.files, this.form.elements];
    if (!url || !sent.length) return;
    const [body, before] = [new FormData(this.form), key.value];
    const answer = await fetch(url, { method: "POST", body, credentials: "same-origin" }).catch(() => null);
    if (answer?.status !== 200 || answer.redirected || key.value !== before) return;
    const said = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.querySelector("[data-kept]").replaceChildren(...said.body.children);
    this.files = this.files.filter((file) => !sent.includes(file));
    this.show();
  }

  /** The tiles of files that the server has: what it gave for each, with the file's name behind the first slash. */
  keepFiles(values) {
    const tiles = values.map((value) => {
      const [tile, choice, name] = ["label", "input", "bdi"].map((tag) => document.createElement(tag));
      Object.assign(choice, { type: "checkbox", name: "returned", value, checked: true });
      Object.assign(name, { className: "file-name", textContent: value.slice(value.indexOf("/") + 1) });
      tile.className = "file-tile";
      tile.append(choice, name);
      return tile;
    });
    this.querySelector("[data-kept]")?.replaceChildren(...tiles);
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
