// A form in a frame of somebody's website, or on a page of ours. Without this script it is a plain form that works as well.
const host = document.documentElement.dataset.host;
const tell = (message) => host && window.parent !== window && window.parent.postMessage(message, host);

new ResizeObserver(() => tell({ sandali: "height", height: document.body.offsetHeight })).observe(document.body);
const said = document.querySelector(".said");
if (said) {
  tell({ sandali: "top" });
  said.focus();
}

const zeroBits = (bytes) => {
  let bits = 0;
  for (const byte of bytes) {
    if (byte) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
};

/** A number that makes the hash of both begin with so many zero bits: a little work, which costs who sends thousands. */
async function work(number, bits) {
  const encoder = new TextEncoder();
  for (let tried = 0; ; tried += 1) {
    const hash = await crypto.subtle.digest("SHA-256", encoder.encode(`${number}:${tried}`));
    if (zeroBits(new Uint8Array(hash)) >= bits) return String(tried);
  }
}

class SForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.wrong = this.querySelector(".wrong");
    this.state = this.querySelector("[data-state]");
    this.button = this.querySelector(".form-actions button");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    if (!this.wrong.hidden) this.show();
  }

  tooLarge() {
    const files = [...this.form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
    return files.length > this.dataset.most || files.reduce((sum, file) => sum + file.size, 0) > this.dataset.largest;
  }

  async send(more = {}) {
    if (this.busy) return; // a double click is one message
    if (this.tooLarge()) return this.say(this.dataset.tooLarge);
    this.busy = true;
    this.button.setAttribute("aria-disabled", "true");
    this.state.textContent = more.work ? this.dataset.working : this.dataset.sending;
    try {
      const body = new FormData(this.form);
      for (const [name, value] of Object.entries(more)) body.set(name, value);
      const answer = await fetch(this.form.action, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "omit", cache: "no-store" });
      await this.heard(await answer.json(), more);
    } catch {
      this.say(this.dataset.unsent);
    } finally {
      this.busy = false;
      this.button.removeAttribute("aria-disabled");
      this.state.textContent = "";
    }
  }

  async heard(told, before) {
    if (told.said) return location.replace(told.said);
    const { stamp } = this.form.elements;
    if (told.work && !before.work && crypto.subtle) {
      this.state.textContent = this.dataset.working;
      const done = await work(stamp.value.split(".")[1], told.work);
      this.busy = false;
      return this.send({ work: done });
    }
    if (told.stamp) stamp.value = told.stamp;
    this.mark(told.fields ?? {});
    return this.say(told.error);
  }

  say(words) {
    this.querySelector("[data-error]").textContent = words;
    this.wrong.hidden = false;
    this.show();
  }

  show() {
    tell({ sandali: "top" });
    this.wrong.focus();
  }

  /** What is wrong stands below its field, and the field says so to a screen reader. */
  mark(fields) {
    for (const old of this.form.querySelectorAll(".field-error")) old.remove();
    for (const old of this.form.querySelectorAll("[aria-invalid]")) old.removeAttribute("aria-invalid");
    for (const [name, words] of Object.entries(fields)) {
      const field = document.getElementById(`field-${name}`);
      if (!field) continue;
      const line = Object.assign(document.createElement("div"), { className: "field-error", id: `id_${name}-error`, textContent: words.join(" ") });
      field.append(line);
      const control = field.querySelector("input:not([type=hidden]), select, textarea");
      control?.setAttribute("aria-invalid", "true");
      const help = document.getElementById(`id_${name}-help`);
      control?.setAttribute("aria-describedby", help ? `${help.id} ${line.id}` : line.id);
    }
  }
}
customElements.define("s-form", SForm);
