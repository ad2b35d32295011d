// While somebody writes: we are told that they do, and before their first message articles are offered that may answer it.
const TELLS_EVERY = 4000; // milliseconds
const PAUSES = 700;

class SChatArticles {
  constructor(write) {
    this.write = write;
    this.list = write.querySelector("[data-articles]");
    this.told = 0;
    write.text.addEventListener("input", () => this.typed());
    document.addEventListener("chat:sent", () => this.list.replaceChildren());
  }

  typed() {
    clearTimeout(this.timer);
    if (document.documentElement.dataset.talks === undefined) {
      this.timer = setTimeout(() => this.offer(), PAUSES);
    } else if (this.write.text.value.trim() && Date.now() - this.told > TELLS_EVERY) {
      this.told = Date.now();
      chat.ask(this.write.dataset.typingUrl, { method: "POST" }).catch(() => {});
    }
  }

  async offer() {
    const text = this.write.text.value;
    const answer = await chat.ask(`${this.write.dataset.articlesUrl}&q=${encodeURIComponent(text.slice(0, 500))}`).catch(() => null);
    if (!answer?.ok || this.write.text.value !== text) return;
    const { articles } = await answer.json();
    this.list.replaceChildren();
    if (!articles.length) return;
    this.list.append(this.list.dataset.articles);
    for (const { title, url } of articles) {
      const link = document.createElement("a");
      Object.assign(link, { href: url, target: "_blank", rel: "noopener", textContent: title, dir: "auto" });
      this.list.append(link);
    }
  }
}
new SChatArticles(document.querySelector("s-chat-write"));
