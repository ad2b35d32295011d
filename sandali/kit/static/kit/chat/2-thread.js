// What was said: lines from the server, each once, in the order of their time, whatever way they come by.
const EVERY = 3000; // milliseconds between two questions while there is no stream
const RESTS = 30_000; // after so long without a sign of life a stream is none

class SChatThread extends HTMLElement {
  connectedCallback() {
    this.log = this.querySelector("[role=log]");
    this.cursor = "";
    this.waiting = null;
    this.heard = 0;
    document.addEventListener("chat:begin", () => this.begin());
    document.addEventListener("chat:seen", () => this.tellSeen());
    document.addEventListener("visibilitychange", () => !document.hidden && this.fetch());
    this.querySelector("[data-earlier]").addEventListener("click", () => this.earlier());
  }

  async begin() {
    await this.fetch();
    this.timer ??= setInterval(() => this.check(), EVERY);
  }

  /** A stream that is silent for too long is opened anew; without one the server is asked. */
  check() {
    if (!this.talks || document.hidden) return;
    if (Date.now() - this.heard < RESTS) return;
    this.fetch();
    if (this.source?.readyState !== EventSource.CONNECTING) this.listen();
  }

  listen() {
    if (!this.stream) return;
    this.source?.close();
    this.source = new EventSource(this.stream);
    this.source.addEventListener("beat", () => (this.heard = Date.now()));
    this.source.addEventListener("news", () => ((this.heard = Date.now()), this.fetch()));
    this.source.addEventListener("typing", ({ data }) => this.typing(data === "1"));
    this.source.addEventListener("error", () => (this.heard = 0));
  }

  typing(writes) {
    const line = this.querySelector("[data-typing]");
    line.textContent = writes ? line.dataset.typing : "";
    if (writes) this.scrollTop = this.scrollHeight;
  }

  /** Ask for what is new. Of two questions at once the second one waits, and is asked after the first. */
  fetch() {
    this.waiting = (this.waiting ?? Promise.resolve()).then(() => this.ask(`?after=${encodeURIComponent(this.cursor)}`)).catch(() => {});
    return this.waiting;
  }

  async ask(query) {
    const answer = await chat.ask(`${this.dataset.url}${query}`);
    if (!answer.ok) return;
    const found = await answer.json();
    if (found.cursor) this.cursor = found.cursor;
    this.hearAt(found.stream);
    found.lines.forEach((line) => this.put(line));
    if (found.earlier !== undefined) this.querySelector("[data-earlier]").hidden = !found.earlier;
    if (this.log.childElementCount && !this.talks) this.talk();
    this.count();
  }

  /** Where news are told. The address changes when a conversation becomes a case, and now and then. */
  hearAt(stream) {
    if (!stream || stream === this.stream) return;
    this.stream = stream;
    if (this.talks) this.listen();
  }

  /** Something is said: from now on news are waited for, and the page that holds us may know. */
  talk() {
    this.talks = true;
    document.documentElement.dataset.talks = "";
    chat.say({ sandali: "talking" });
    this.listen();
  }

  async earlier() {
    const first = this.log.firstElementChild;
    await this.ask(`?before=${first?.dataset.at ?? ""}`);
    first?.scrollIntoView();
  }

  /** One line in its place. The same line again takes the place of the first. */
  put({ id, at, html }) {
    const line = document.createRange().createContextualFragment(html).firstElementChild; // made by our own server's template
    line.id = id;
    line.dataset.at = at;
    const standing = document.getElementById(id);
    if (standing?.dataset.at === String(at)) return;
    standing?.remove();
    if (id.startsWith("out-")) this.typing(false);
    const next = [...this.log.children].find((one) => Number(one.dataset.at) > at);
    const below = !next && this.scrollHeight - this.scrollTop - this.clientHeight < 200;
    this.log.insertBefore(line, next ?? null);
    for (const old of this.log.querySelectorAll(".buttons")) old.hidden = old.closest(".line") !== this.log.lastElementChild;
    if (below || !standing) this.scrollTop = this.scrollHeight;
  }

  /** How many answers nobody has seen yet; in front of the visitor all of them are seen. */
  count() {
    const unread = [...this.log.querySelectorAll("[data-unread]")];
    if (unread.length && !document.hidden && document.documentElement.dataset.open !== undefined) return this.tellSeen();
    chat.say({ sandali: "unread", count: unread.length });
  }

  tellSeen() {
    const unread = [...this.log.querySelectorAll("[data-unread]")];
    chat.say({ sandali: "unread", count: 0 });
    if (!unread.length) return;
    const body = new URLSearchParams(unread.map((line) => ["number", line.dataset.unread]));
    unread.forEach((line) => delete line.dataset.unread);
    chat.ask(this.dataset.seenUrl, { method: "POST", body }).catch(() => {});
  }
}
customElements.define("s-chat-thread", SChatThread);
