/* One month as <s-date> shows it: heading with buttons, the grid of days, today and clear. */
(() => {
  "use strict";
  const { systems, digits, parse, shiftMonth, part, today, weekday } = globalThis.sandali.calendar;

  const heading = (host, make, id) => {
    const [year] = systems[host.system].fromDay(host.day);
    const month = part(host.day, { month: "long" }, host.system, host.language);
    const title = make("span", { class: "s-date-title", id, "aria-live": "polite" }, `${month} ${digits(year, host.language)}`);
    const step = (label, sign, months) => host.button(label, sign, () => {
      host.show(shiftMonth(host.day, months, host.system));
      host.panel.querySelector(`.s-date-${label}`).focus();
    });
    return make("div", { class: "s-date-head" },
      step("previous-year", "«", -12), step("previous", "‹", -1), title, step("next", "›", 1), step("next-year", "»", 12));
  };

  const cell = (host, make, day, chosen) => {
    const [year, month, number] = systems[host.system].fromDay(day);
    const name = (options) => part(day, options, host.system, host.language);
    const full = `${name({ weekday: "long" })} ${number} ${name({ month: "long" })} ${year}`;
    const attributes = {
      role: "gridcell",
      tabindex: day === host.day ? "0" : "-1",
      "aria-selected": String(day === chosen),
      "aria-label": digits(full, host.language),
    };
    if (day === today()) attributes["aria-current"] = "date";
    if (!host.allowed(day)) attributes["aria-disabled"] = "true";
    if (month !== systems[host.system].fromDay(host.day)[1]) attributes.class = "s-date-other";
    const td = make("td", attributes, digits(number, host.language));
    td.addEventListener("click", () => host.choose(day));
    return td;
  };

  const grid = (host, make, id) => {
    const [year, month] = systems[host.system].fromDay(host.day);
    const first = systems[host.system].toDay(year, month, 1);
    const start = first - ((weekday(first) - host.weekStart() + 7) % 7);
    const names = make("tr");
    for (let day = start; day < start + 7; day += 1) {
      const name = (width) => part(day, { weekday: width }, host.system, host.language);
      names.append(make("th", { scope: "col", "aria-label": name("long") }, name(host.language === "fa" ? "narrow" : "short")));
    }
    const chosen = parse(host.input.value);
    const weeks = make("tbody");
    const end = first + systems[host.system].monthDays(year, month);
    for (let week = start; week < end; week += 7) {
      const row = make("tr");
      for (let day = week; day < week + 7; day += 1) row.append(cell(host, make, day, chosen));
      weeks.append(row);
    }
    return make("table", { role: "grid", "aria-labelledby": id }, make("thead", {}, names), weeks);
  };

  const page = (host, make) => {
    const id = `${host.input.id || "s-date"}-month`;
    const word = (label, act) => {
      const button = host.button(label, host.text(label), act);
      button.removeAttribute("aria-label");
      button.removeAttribute("title");
      return button;
    };
    const foot = make("div", { class: "s-date-foot" }, word("today", () => host.choose(today())), word("clear", () => host.choose(null)));
    return [heading(host, make, id), grid(host, make, id), foot];
  };

  globalThis.sandali = Object.assign(globalThis.sandali || {}, { calendarPage: page });
})();
