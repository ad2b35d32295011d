// Writing: a message has an id of its own before it leaves, so that sent again it is the same one. Nothing written is lost: what
// does not leave stands in the window, and is tried again.
class SChatWrite extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.text = this.form.elements.text;
    this.thread = document.querySelector("s-chat-thread");
    this.sending = Promise.resolve();
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.form.requestSubmit();
    });
    this.form.elements.file.addEventListener("change", () => this.name());
    document.addEventListener("click", (event) => this.press(event));
  }

  /** Say which files go along. */
  name() {
    this.querySelector("[data-files]").textContent = [...this.form.elements.file.files].map((file) => file.name).join(" · ");
  }

  send() {
    const files = [...this.form.elements.file.files];
    if (!this.text.value.trim() && !files.length) return this.text.focus();
    const largest = Number(this.dataset.largest);
    if (files.length > Number(this.dataset.most) || files.reduce((sum, file) => sum + file.size, 0) > largest) return this.complain(this.dataset.tooLarge);
    this.complain("");
    const body = new FormData(this.form);
    const id = crypto.randomUUID();
    body.set("id", id);
    if (chat.identity.name && !body.get("name")) body.set("name", chat.identity.name);
    body.set("page", chat.identity.page ?? "");
    this.draw(id, this.text.value, files);
    this.text.value = "";
    this.form.elements.file.value = "";
    this.name();
    this.text.focus();
    this.sending = this.sending.then(() => this.leave(id, body));
  }

  /** The line as it will stand, until the server's own takes its place. */
  draw(id, text, files) {
    const line = document.getElementById("chat-line").content.cloneNode(true).firstElementChild;
    line.querySelector(".text").textContent = [text, ...files.map((file) => file.name)].filter(Boolean).join("\n");
    line.id = `in-${id}`;
    line.dataset.at = String(Date.now());
    this.thread.log.append(line);
    this.thread.scrollTop = this.thread.scrollHeight;
  }

  async leave(id, body, tries = 0) {
    const line = document.getElementById(`in-${id}`);
    const state = line?.querySelector(".state");
    try {
      const answer = await chat.ask(this.form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.ok) {
        if (state) state.textContent = this.dataset.sent;
        document.dispatchEvent(new CustomEvent("chat:sent"));
        if (!this.thread.talks) this.thread.talk();
        return this.thread.fetch();
      }
      const said = await answer.json().catch(() => ({}));
      if (answer.status !== 429 && answer.status < 500) return this.refused(line, said.error || this.dataset.failed);
      if (tries === 0) this.complain(said.error ?? "");
    } catch {
      // no connection: tried again below
    }
    if (state) state.textContent = this.dataset.waits;
    await new Promise((done) => setTimeout(done, Math.min(2000 * 2 ** tries, 30_000)));
    return this.leave(id, body, tries + 1);
  }

  refused(line, words) {
    line?.classList.add("refused");
    if (line) line.querySelector(".state").textContent = words;
    this.complain(words);
  }

  complain(words) {
    this.querySelector("[role=alert]").textContent = words;
  }

  /** A button under an answer of ours. */
  async press({ target }) {
    const button = target.closest?.("button[data-press]");
    if (!button) return;
    const row = button.closest(".buttons");
    const body = new URLSearchParams({ id: crypto.randomUUID(), data: button.dataset.press });
    row.querySelectorAll("button").forEach((one) => (one.disabled = true));
    const answer = await chat.ask(this.dataset.pressUrl, { method: "POST", body }).catch(() => null);
    if (answer?.ok) {
      row.hidden = true;
      this.text.focus();
    } else row.querySelectorAll("button").forEach((one) => (one.disabled = false));
  }
}
customElements.define("s-chat-write", SChatWrite);
