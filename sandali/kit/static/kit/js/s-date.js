/* <s-date> around a text input: a calendar to pick from, and an ISO date for the server.
   Attributes: calendar (jalali, gregorian), lang, week-start (0 is Sunday), min, max (ISO), label-open, label-previous, label-next,
   label-previous-year, label-next-year, label-today, label-clear. Without this script the input posts what was typed. */
(() => {
  "use strict";
  const { iso, parse, numeric, shiftMonth, today, weekday } = globalThis.sandali.calendar;

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  class SDate extends HTMLElement {
    connectedCallback() {
      this.input = this.querySelector("input");
      const earlier = this.querySelector("input[type=hidden]");
      if (!this.input || this.input.disabled || this.input.readOnly || (earlier && earlier === this.posted)) return;
      const name = this.input.name || earlier?.name;
      this.watch?.disconnect();
      this.stop?.abort();
      this.stop = new AbortController();
      const { signal } = this.stop;
      this.querySelectorAll(".s-date-open, .s-date-panel, input[type=hidden]").forEach((old) => old.remove());
      this.system = this.getAttribute("calendar") === "gregorian" ? "gregorian" : "jalali";
      this.language = this.lang === "fa" ? "fa" : "en";
      this.posted = make("input", { type: "hidden", name });
      this.input.removeAttribute("name");
      this.opener = this.button("open", "", () => this.toggle());
      this.opener.setAttribute("aria-haspopup", "dialog");
      this.opener.setAttribute("aria-expanded", "false");
      this.panel = make("div", { class: "s-date-panel", popover: "auto", role: "dialog", "aria-label": this.text("open") });
      this.append(this.posted, this.opener, this.panel);
      this.input.addEventListener("input", () => this.post(), { signal });
      this.input.addEventListener("keydown", (event) => {
        if (event.key === "ArrowDown") this.act(event, () => this.open());
      }, { signal });
      this.panel.addEventListener("keydown", (event) => this.move(event));
      this.panel.addEventListener("beforetoggle", (event) => {
        this.opener.setAttribute("aria-expanded", String(event.newState === "open"));
      });
      this.post();
      // The form around it may be drawn anew by what the server knows of it, which is the input alone.
      this.watch = new MutationObserver(() => this.opener.isConnected || this.connectedCallback());
      this.watch.observe(this, { childList: true });
    }

    text(label) {
      return this.getAttribute(`label-${label}`) || label;
    }

    button(label, sign, act) {
      const button = make("button", { type: "button", class: `s-date-${label}`, "aria-label": this.text(label), title: this.text(label) }, sign);
      button.addEventListener("click", act);
      return button;
    }

    post() {
      const day = parse(this.input.value);
      this.posted.value = day === null ? this.input.value : iso(day);
    }

    allowed(day) {
      const [min, max] = ["min", "max"].map((name) => parse(this.getAttribute(name) || ""));
      return (min === null || day >= min) && (max === null || day <= max);
    }

    toggle() {
      if (this.panel.matches(":popover-open")) this.close();
      else this.open();
    }

    open() {
      this.show(parse(this.input.value) ?? today());
      this.panel.showPopover();
      const field = this.getBoundingClientRect();
      const { width, height } = this.panel.getBoundingClientRect();
      const start = getComputedStyle(this).direction === "rtl" ? field.right - width : field.left;
      const below = field.bottom + 4 + height <= innerHeight || field.top < height;
      this.panel.style.inset = `${below ? field.bottom + 4 : field.top - height - 4}px auto auto ${Math.max(4, Math.min(start, innerWidth - width - 4))}px`;
      this.focusDay();
    }

    close() {
      this.panel.hidePopover();
      this.input.focus();
    }

    choose(day) {
      if (day !== null && !this.allowed(day)) return;
      this.input.value = day === null ? "" : numeric(day, this.system, this.language);
      this.input.dispatchEvent(new Event("input", { bubbles: true }));
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
      this.close();
    }

    go(day) {
      this.show(day);
      this.focusDay();
    }

    focusDay() {
      this.panel.querySelector("[tabindex='0']").focus();
    }

    act(event, action) {
      event.preventDefault();
      event.stopPropagation();
      action();
    }

    move(event) {
      if (event.key === "Escape") return this.act(event, () => this.close());
      if (!event.target.matches("td")) return undefined;
      const onward = getComputedStyle(this).direction === "rtl" ? -1 : 1;
      const inWeek = (weekday(this.day) - this.weekStart() + 7) % 7;
      const page = event.shiftKey ? 12 : 1;
      const to = {
        ArrowRight: () => this.day + onward,
        ArrowLeft: () => this.day - onward,
        ArrowUp: () => this.day - 7,
        ArrowDown: () => this.day + 7,
        Home: () => this.day - inWeek,
        End: () => this.day + 6 - inWeek,
        PageUp: () => shiftMonth(this.day, -page, this.system),
        PageDown: () => shiftMonth(this.day, page, this.system),
      }[event.key];
      if (to) return this.act(event, () => this.go(to()));
      if (event.key === "Enter" || event.key === " ") return this.act(event, () => this.choose(this.day));
      return undefined;
    }

    weekStart() {
      return Number(this.getAttribute("week-start") ?? (this.language === "fa" ? 6 : 1)) % 7;
    }

    show(day) {
      this.day = day;
      this.panel.replaceChildren(...globalThis.sandali.calendarPage(this, make));
    }
  }

  customElements.define("s-date", SDate);
})();
