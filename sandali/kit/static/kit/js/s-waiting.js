// The answers of this case that wait for the connection, below the thread; each can come back into the form or be thrown away.
class SWaiting extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => this.act(event.target.closest("[data-act]")));
    document.querySelector("s-outbox")?.show?.();
  }

  /** Draw the records of this case. */
  show(records) {
    const here = records.filter((record) => record.case === this.getAttribute("case"));
    this.querySelectorAll(":scope > article").forEach((bubble) => bubble.remove());
    this.append(...here.map((record) => this.bubble(record)));
    const text = document.querySelector(`s-composer[key="${this.getAttribute("case")}"]`);
    // A draft that the server kept before the answer was sent is that answer.
    if (text && here.some((record) => sandali.field(record, "text") === text.text.value)) text.clear(text.text.value);
  }

  bubble(record) {
    const bubble = this.querySelector("template").content.firstElementChild.cloneNode(true);
    const kind = sandali.field(record, "kind") || "reply";
    bubble.classList.add(kind === "note" ? "note" : "agent", record.why ? "failed" : "waits");
    bubble.dataset.record = record.id;
    const overtaken = sandali.isContact(record) ? "overtaken-contact" : "overtaken";
    const state = record.despite ? overtaken : record.why ? "refused" : "waits";
    for (const part of bubble.querySelectorAll("[data-if]")) part.hidden = !part.dataset.if.split(" ").includes(state);
    bubble.querySelector("[data-text]").append(...sandali.field(record, "text").split(/\n{2,}/).map((part) => {
      const line = document.createElement("p");
      Object.assign(line, { dir: "auto", className: "lines", textContent: part });
      return line;
    }));
    const kept = record.fields.filter(([name]) => name === "returned").map(([, value]) => value.slice(value.indexOf("/") + 1));
    const names = [...kept, ...record.fields.filter(([, value]) => value instanceof File).map(([, file]) => file.name)];
    bubble.querySelector("[data-files]").textContent = names.join(", ");
    bubble.querySelector("[data-why]").textContent = record.why ?? "";
    bubble.querySelector("time").textContent = this.time(record.at);
    // What was on its way when the connection went may have arrived: only the server knows, so nothing is offered until it says.
    bubble.querySelector("[data-choices]").hidden = record.tried && !record.why;
    return bubble;
  }

  time(at) {
    const { lang } = document.documentElement;
    return new Intl.DateTimeFormat(lang === "fa" ? "fa-IR" : "en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: this.getAttribute("zone") }).format(at);
  }

  async act(button) {
    if (!button) return;
    const id = Number(button.closest("[data-record]").dataset.record);
    // Not while another tab sends it.
    await sandali.alone(async () => {
      const record = await sandali.outbox.get(id);
      if (!record || (record.tried && !record.why)) return;
      if (button.dataset.act === "again") {
        const fields = record.fields.filter(([name]) => name !== "despite");
        if (record.despite) fields.push(["despite", record.despite]);
        return sandali.outbox.put({ ...record, fields, why: "", despite: "", tried: false });
      }
      if (button.dataset.act === "edit") document.querySelector(`s-composer[key="${record.case}"]`)?.takeBack(record);
      return sandali.outbox.drop(id);
    });
    document.dispatchEvent(new Event("sandali:outbox"));
    document.querySelector("s-outbox")?.flush(); // what waited behind it may go now
  }
}
customElements.define("s-waiting", SWaiting);
