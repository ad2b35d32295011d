// The list of visits and calls waiting on this device. Each can be opened in the form, thrown away (and brought back), and where
// something changed meanwhile its writer chooses what the server offers.
const THROWN_FOR = 20_000;

class SVisits extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("[data-list]");
    this.addEventListener("click", (event) => this.act(event.target.closest("[data-act]")));
    document.querySelector("s-outbox")?.show?.();
  }

  /** Draw the records that are visits or calls, in the order they were written. */
  show(records) {
    const mine = records.filter(sandali.isContact).sort((one, other) => one.at - other.at);
    const held = this.list.contains(document.activeElement) && document.activeElement.closest("[data-record]")?.dataset.record;
    const thrown = this.list.querySelector("[data-thrown]");
    this.list.replaceChildren(...mine.map((record) => this.entry(record)), ...(thrown ? [thrown] : []));
    if (held) this.list.querySelector(`[data-record="${held}"]`)?.focus();
    const number = this.querySelector("[data-number]");
    number.textContent = sandali.figure(mine.length);
    number.hidden = !mine.length;
    this.querySelector("[data-none]").hidden = mine.length > 0;
  }

  entry(record) {
    const entry = this.querySelector("template").content.firstElementChild.cloneNode(true);
    const put = (name, words) => Object.assign(entry.querySelector(`[data-${name}]`), { textContent: words, hidden: !words });
    entry.dataset.record = record.id;
    put("who", this.who(record));
    put("subject", sandali.field(record, "subject"));
    put("text", sandali.field(record, "text"));
    put("why", record.why ?? "");
    const direction = sandali.field(record, "direction");
    for (const word of entry.querySelectorAll("[data-kind]")) word.hidden = word.dataset.kind !== direction;
    const state = record.why ? "" : record.tried ? "asked" : "waits";
    for (const part of entry.querySelectorAll("[data-if]")) part.hidden = part.dataset.if !== state;
    entry.querySelector("time").textContent = this.time(record.at);
    // What may have arrived is the server's until it says so: changing it now could make two of it.
    entry.querySelector(".visit-acts").hidden = state === "asked";
    entry.querySelector("[data-act=again]").hidden = !record.why || Boolean(record.choices?.length);
    entry.querySelector("[data-decisions]").append(...(record.choices ?? []).map((choice) => this.choice(choice)));
    return entry;
  }

  choice([value, words]) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: words, dir: "auto" });
    Object.assign(button.dataset, { act: "decide", value });
    return button;
  }

  /** Whom it is about: as it was written, or whose case it is. */
  who(record) {
    const named = ["name", "phone", "email"].map((name) => sandali.field(record, name)).find(Boolean) || record.label;
    const number = sandali.field(record, "number") || (record.visit ? "" : record.case.replace("case-", ""));
    if (named || !number) return named || this.getAttribute("fallback");
    const digits = new Intl.NumberFormat(document.documentElement.lang === "fa" ? "fa-IR" : "en", { useGrouping: false });
    return `${this.getAttribute("of-case")} ${/^\d+$/.test(number) ? digits.format(number) : number}`;
  }

  time(at) {
    const language = document.documentElement.lang === "fa" ? "fa-IR-u-ca-persian" : "en-GB";
    return new Intl.DateTimeFormat(language, { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
  }

  async act(button) {
    if (!button) return;
    const { act, value } = button.dataset;
    if (act === "back") return this.bringBack(button);
    const id = Number(button.closest("[data-record]").dataset.record);
    await sandali.alone(async () => {
      const record = await sandali.outbox.get(id);
      if (!record || (record.tried && !record.why)) return;
      if (act === "change" || act === "drop") await sandali.outbox.drop(id);
      else await sandali.outbox.put({ ...(act === "decide" ? sandali.withFields(record, { decided: value }) : record), why: "", choices: [], tried: false });
      if (act === "change") document.querySelector("s-visit").open(record);
      if (act === "drop") this.thrown(record);
    });
    this.changed();
  }

  /** It is gone; for a while it can be brought back. */
  thrown(record) {
    const line = this.querySelector("template[data-for=thrown]").content.firstElementChild.cloneNode(true);
    line.dataset.thrown = "";
    line.record = record;
    this.list.querySelector("[data-thrown]")?.remove();
    this.list.append(line);
    line.querySelector("button").focus();
    setTimeout(() => line.remove(), THROWN_FOR);
  }

  async bringBack(button) {
    const line = button.closest("[data-thrown]");
    await sandali.outbox.put(line.record);
    line.remove();
    this.changed();
  }

  changed() {
    document.dispatchEvent(new Event("sandali:outbox"));
    document.querySelector("s-outbox")?.flush();
  }
}
customElements.define("s-visits", SVisits);
