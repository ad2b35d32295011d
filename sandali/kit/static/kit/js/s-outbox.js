// Answers sent without a connection: kept, shown as waiting, posted in order once the server answers again. The composer's own
// key makes a repeat harmless. What the server would not take stays, with its sentence, for its writer to decide.
const EVERY = 15_000;
// Only the form itself sends; what stands in it (promises, likeness) asks about a text that is being written still.
const isSent = ({ sourceElement, request }) => Boolean(sourceElement?.matches?.("s-composer form, form[data-visit]")) && request.body instanceof FormData;

class SOutbox extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    if (this.hasAttribute("person")) sandali.setWriter({ person: this.getAttribute("person"), name: this.getAttribute("name") });
    this.channel = new BroadcastChannel("sandali-outbox");
    this.channel.addEventListener("message", () => this.show());
    document.addEventListener("htmx:before:request", (event) => this.leaving(event), { signal });
    document.addEventListener("htmx:error", (event) => this.failed(event), { signal });
    document.addEventListener("htmx:after:swap", () => this.show(), { signal });
    document.addEventListener("sandali:outbox", () => this.changed(), { signal });
    addEventListener("online", () => this.flush(), { signal });
    this.timer = setInterval(() => this.waiting && this.flush(), EVERY);
    sandali.prune().then(() => (this.flush(), this.show()));
  }

  disconnectedCallback() {
    this.stop.abort();
    this.channel.close();
    clearInterval(this.timer);
  }

  /** Without a connection nothing is sent: it is kept at once. */
  leaving(event) {
    const { ctx } = event.detail;
    if (navigator.onLine || !isSent(ctx)) return;
    event.preventDefault();
    this.keep(ctx, { tried: false });
  }

  /** It was sent and no answer came: it may have arrived, and is sent again under the same key. */
  failed(event) {
    const { ctx, error } = event.detail;
    if (!ctx || ctx.response || error?.name === "AbortError") return;
    if (isSent(ctx)) this.keep(ctx, { tried: true });
  }

  async keep(ctx, { tried }) {
    if (ctx.sourceElement.matches("[data-visit]")) return sandali.keepVisit(ctx, tried).catch(() => this.say("full"));
    const composer = ctx.sourceElement.closest("s-composer");
    const fields = [...ctx.request.body].filter(([name, value]) => name !== "csrfmiddlewaretoken" && value.name !== "");
    if (!fields.some(([name, value]) => (name === "text" && value.trim()) || value instanceof File)) return;
    const record = { case: composer.getAttribute("key"), page: location.pathname + location.search, url: ctx.request.action, fields, tried, customer: composer.getAttribute("customer") };
    composer.clear(sandali.field(record, "text")); // at once: what is typed from now on is another answer
    try {
      await sandali.outbox.add(record);
      await this.changed();
    } catch {
      composer.takeBack(record); // no room, or a browser that keeps nothing: text and files stay in the form
      this.say("full");
    }
  }

  async flush() {
    if (this.busy || !navigator.onLine) return;
    this.busy = true;
    try {
      await sandali.alone(() => this.sendAll());
    } catch {
      // no connection after all: the next "online", or the timer, tries again
    }
    this.busy = false;
    await this.changed();
  }

  /** Post what waits, oldest first. After one that the server would not take, the rest of that case waits. */
  async sendAll() {
    const records = await sandali.outbox.all();
    if (!records.some((record) => !record.why)) return;
    const me = await fetch(this.getAttribute("token-url"), { headers: { Accept: "application/json" } });
    this.signedOut = me.redirected || me.status === 403;
    if (!me.ok || me.redirected) return;
    const { person, token } = await me.json();
    if ((this.signedOut = String(person) !== sandali.person())) return;
    const held = new Set();
    for (const record of records) {
      if (!record.why && !held.has(record.case)) await this.send(record, token);
      if (record.why) held.add(record.case);
    }
  }

  /** Post one. Throws where the server is not there, so that nothing overtakes it. */
  async send(record, token) {
    const body = sandali.posted(record);
    await sandali.outbox.put(Object.assign(record, { tried: true }));
    const headers = { "X-CSRFToken": token, "HX-Request": "true", "HX-Current-URL": new URL(record.page, location.href).href };
    const answer = await fetch(record.url, { method: "POST", body, headers });
    const said = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.status >= 500 || answer.status === 429) throw new Error(`answered ${answer.status}`);
    if (answer.headers.get("HX-Redirect")?.startsWith("/account/")) throw new Error("signed out meanwhile");
    if (answer.ok) {
      await sandali.outbox.drop(record.id);
      this.sent(record, said);
    } else if (sandali.isContact(record) && !record.visit && [403, 404].includes(answer.status)) {
      await this.send(sandali.ofNoCase(record), token); // merged or handed on: what becomes of it is asked
    } else {
      await sandali.outbox.put(Object.assign(record, sandali.refusal(said, this.getAttribute("refused"))));
    }
  }

  sent(record, said) {
    const toasts = document.getElementById("toasts");
    toasts.append(...said.querySelectorAll("[hx-target='#toasts'] > *"));
    htmx.process(toasts);
    const composer = document.querySelector(`s-composer[key="${record.case}"]`);
    const thread = document.getElementById("case-thread");
    if (!composer) return;
    if (thread) sandali.refresh(thread, thread.dataset.liveUrl);
    composer.again(); // the server forgot the draft with the answer; what is being written now is another one
  }

  changed() {
    if (this.isConnected) this.channel.postMessage("changed"); // else its channel is closed, and the page that follows looks for itself
    return this.show();
  }

  async show() {
    const records = await sandali.outbox.all();
    this.waiting = records.filter((record) => !record.why).length;
    for (const place of document.querySelectorAll("s-waiting, s-visits")) place.show(records);
    // Those of the case that is open stand in its thread.
    const elsewhere = records.filter((record) => !document.querySelector(`s-waiting[case="${record.case}"]`) && !sandali.isContact(record));
    const stopped = elsewhere.filter((record) => record.why);
    this.querySelectorAll("[data-shown=outbox]").forEach((line) => line.remove());
    if (this.waiting && this.signedOut) this.say("signedout", this.waiting);
    else if (elsewhere.length > stopped.length) this.say("waiting", elsewhere.length - stopped.length);
    sandali.sayVisits(this, records);
    if (stopped.length && this.closed !== stopped.length) this.say("stopped", stopped.length, stopped[0].page);
  }

  /** One line of those in the templates; `page` is where its link leads. */
  say(name, number = 1, page = "") {
    const line = this.querySelector(`template[data-for=${name}]`).content.firstElementChild.cloneNode(true);
    line.dataset.shown = "outbox";
    line.querySelectorAll("[data-number]").forEach((place) => (place.textContent = sandali.figure(number)));
    line.querySelectorAll("a").forEach((link) => (link.href = page || `${link.getAttribute("href")}${encodeURIComponent(location.pathname)}`));
    line.querySelector("[data-closes]")?.addEventListener("click", () => { this.closed = number; line.remove(); });
    this.append(line);
  }
}
customElements.define("s-outbox", SOutbox);
