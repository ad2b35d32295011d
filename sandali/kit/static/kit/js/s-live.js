// News from the server. One tab of a browser holds the stream and tells the others; each tab asks again for the parts
// that carry data-live="case:5" (topics, by spaces) and may see what it may see. A part's address is data-live-url or the page's.
const STALE_AFTER = 45_000;
const POLL_EVERY = 20_000;

class SLive extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    this.channel = new BroadcastChannel("sandali-live");
    this.channel.addEventListener("message", ({ data }) => this.hear(data));
    this.waiting = new Map();
    this.fetched = new Map();
    this.last = this.getAttribute("last") ?? "";
    this.heard = Date.now();
    if (navigator.locks) {
      navigator.locks.request("sandali-live", { signal: this.stop.signal }, () => this.lead()).catch(() => {});
    } else {
      this.lead();
    }
    setTimeout(() => this.source || this.catchUp(), 300);
    document.addEventListener("visibilitychange", () => !document.hidden && this.flush(), { signal: this.stop.signal });
    document.addEventListener("htmx:finally:swap", () => this.count(), { signal: this.stop.signal }); // a case that was opened brings its title
    this.poll = setInterval(() => this.check(), POLL_EVERY);
  }

  disconnectedCallback() {
    this.stop.abort();
    this.source?.close();
    this.channel.close();
    clearInterval(this.poll);
  }

  /** Hold the stream until this tab goes away; the lock then passes to another, which goes on from the last number. */
  lead() {
    if (this.stop.signal.aborted) return undefined; // the lock came as this page went
    const url = new URL(this.getAttribute("url"), location.href);
    if (this.last) url.searchParams.set("last", this.last);
    this.source = new EventSource(url);
    this.source.addEventListener("open", () => this.tell({ beat: true }));
    this.source.addEventListener("beat", () => this.tell({ beat: true }));
    this.source.addEventListener("message", (event) => this.tell({ topics: this.topics(event.data), last: event.lastEventId }));
    return new Promise((done) => this.stop.signal.addEventListener("abort", done));
  }

  /** Another tab holds the stream: what happened before this one listened is asked for once. */
  async catchUp() {
    if (!this.last || !this.isConnected) return;
    try {
      const answer = await fetch(`${this.getAttribute("url")}since/?after=${this.last}`);
      if (answer.ok) this.hear(await answer.json());
    } catch {
      this.heard = 0; // no connection: the next check asks for everything
    }
  }

  /** The stream's data: JSON with "topics", or topics by spaces. */
  topics(data) {
    return data.startsWith("{") ? JSON.parse(data).topics : data.split(/\s+/);
  }

  tell(news) {
    if (this.stop.signal.aborted) return;
    this.channel.postMessage(news);
    this.hear(news);
  }

  hear({ topics = [], last }) {
    this.heard = Date.now();
    if (last) this.last = last;
    if (!topics.length) return;
    for (const part of document.querySelectorAll("[data-live]")) {
      if (part.dataset.live.split(/\s+/).some((topic) => topics.includes(topic))) this.queue(part);
    }
  }

  /** No sign of life: now and then everything is asked for. */
  check() {
    if (Date.now() - this.heard >= STALE_AFTER && !sandali.signedOut) this.again();
  }

  /** Open a stream that the browser has given up, and ask for everything. */
  again() {
    if (this.source?.readyState === EventSource.CLOSED) {
      this.source.close();
      this.lead();
    }
    document.querySelectorAll("[data-live]").forEach((part) => this.queue(part));
  }

  queue(part) {
    if (!part.id || this.waiting.get(part.id)) return;
    // The first piece of news shows at once, many in a row every few seconds: an office of fifty must not ask without end, nor all
    // of it at the same moment for ever after.
    const gap = (part.dataset.live.includes("inbox") ? 3000 : 1000) * (0.75 + Math.random() / 2);
    const rest = (this.fetched.get(part.id) ?? 0) + gap - Date.now();
    // A hidden tab waits.
    this.waiting.set(part.id, document.hidden ? 0 : setTimeout(() => this.fetch(part.id), Math.max(200, rest)));
  }

  flush() {
    for (const [id, timer] of this.waiting) if (!timer) this.fetch(id);
  }

  async fetch(id) {
    this.waiting.delete(id);
    this.fetched.set(id, Date.now());
    const part = document.getElementById(id);
    if (!part) return;
    await sandali.refresh(part, part.dataset.liveUrl, "outerMorph", { "Sandali-News": "true" });
    this.count();
  }

  /** How many cases wait for the person, in the title and beside the module, from the part that carries it. */
  count() {
    const place = document.querySelector("[data-unread]");
    if (!place) return;
    const bare = document.title.replace(/^\(\S+\)\s*/, "");
    const unread = Number(place.dataset.unread);
    document.title = unread ? `(${sandali.figure(unread)}) ${bare}` : bare;
    for (const link of document.querySelectorAll(`[data-counts="${place.dataset.counted}"]`)) {
      const mark = link.querySelector(".count") ?? link.insertBefore(document.createElement("span"), link.querySelector(".tip"));
      mark.className = "count bad";
      mark.textContent = sandali.figure(unread);
      mark.hidden = !unread;
    }
  }
}
customElements.define("s-live", SLive);
