/* Jalali and Gregorian days for <s-date>: the arithmetic of sandali/kit/jalali.py, and what people type.
   A day is a whole number: days since 1970-01-01, without a time or a zone. */
(() => {
  "use strict";
  const DAY = 86400000;
  const BEFORE_MONTH = [0, 31, 62, 93, 124, 155, 186, 216, 246, 276, 306, 336];
  const LAST_JALALI = 1600;
  const gregorianDay = (year, month, day) => {
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day); // Date.UTC reads the years 0 to 99 as 1900 to 1999
    return date.getTime() / DAY;
  };
  // 1 Farvardin 1405 is 21 March 2026; (8y + 21) div 33 counts the leap years before y.
  const daysBefore = (year) => 365 * year + Math.floor((8 * year + 21) / 33);
  const EPOCH = gregorianDay(2026, 3, 21) - daysBefore(1405);
  const newYear = (year) => EPOCH + daysBefore(year);
  const isLeap = (year) => (25 * year + 11) % 33 < 8;

  const jalali = {
    toDay: (year, month, day) => newYear(year) + BEFORE_MONTH[month - 1] + day - 1,
    fromDay(number) {
      let year = Math.floor(((number - EPOCH) * 33) / 12053);
      while (newYear(year + 1) <= number) year += 1;
      while (newYear(year) > number) year -= 1;
      const rest = number - newYear(year);
      const month = rest < 186 ? Math.floor(rest / 31) : 6 + Math.floor((rest - 186) / 30);
      return [year, month + 1, rest - BEFORE_MONTH[month] + 1];
    },
    monthDays: (year, month) => (month <= 6 ? 31 : month <= 11 || isLeap(year) ? 30 : 29),
  };

  const gregorian = {
    toDay: gregorianDay,
    fromDay(number) {
      const date = new Date(number * DAY);
      return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    },
    monthDays: (year, month) => gregorianDay(year, month + 1, 1) - gregorianDay(year, month, 1),
  };

  const systems = { jalali, gregorian };
  const two = (number) => String(number).padStart(2, "0");

  const iso = (number) => {
    const [year, month, day] = gregorian.fromDay(number);
    return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
  };

  const toAscii = (text) =>
    text.replace(/[۰-۹٠-٩０-９]/g, (digit) => {
      const code = digit.charCodeAt(0);
      return String(code - (code >= 0xff10 ? 0xff10 : code >= 0x6f0 ? 0x6f0 : 0x660));
    });

  const digits = (text, language) =>
    language === "fa" ? String(text).replace(/\d/g, (digit) => String.fromCharCode(0x6f0 + Number(digit))) : String(text);

  /* The day in "1405/8/30", "2026-11-21" or "30.8.1405", in any digits; null when it is none of these or no such day. */
  const parse = (text) => {
    const plain = toAscii(text).replace(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\s]/g, "");
    const first = /^(\d{4})[/\-.](\d{1,2})[/\-.](\d{1,2})$/.exec(plain);
    const last = /^(\d{1,2})[/\-.](\d{1,2})[/\-.](\d{4})$/.exec(plain);
    if (!first && !last) return null;
    const [year, month, day] = (first ? first.slice(1) : last.slice(1).reverse()).map(Number);
    const system = year < LAST_JALALI ? jalali : gregorian;
    const exists = year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= system.monthDays(year, month);
    return exists ? system.toDay(year, month, day) : null;
  };

  /* As `show_date(…, "numeric")` writes it. */
  const numeric = (number, name, language) => {
    const [year, month, day] = systems[name].fromDay(number);
    const mark = name === "jalali" || language === "fa" ? "/" : "-";
    return digits(`${String(year).padStart(4, "0")}${mark}${two(month)}${mark}${two(day)}`, language);
  };

  /* The same day `months` later, or the last day of that month when it is shorter. */
  const shiftMonth = (number, months, name) => {
    const system = systems[name];
    const [year, month, day] = system.fromDay(number);
    const count = year * 12 + month - 1 + months;
    const toYear = Math.floor(count / 12);
    const toMonth = (count % 12) + 1;
    return system.toDay(toYear, toMonth, Math.min(day, system.monthDays(toYear, toMonth)));
  };

  /* A part of a day's name (`{ month: "long" }`, `{ weekday: "narrow" }`); whole dates are composed from these. */
  const part = (number, options, name, language) => {
    const locale = `${language === "fa" ? "fa-IR" : "en"}-u-ca-${name === "jalali" ? "persian" : "gregory"}`;
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(new Date(number * DAY));
  };

  const today = () => {
    const now = new Date();
    return gregorianDay(now.getFullYear(), now.getMonth() + 1, now.getDate());
  };

  const weekday = (number) => (((number + 4) % 7) + 7) % 7; // 1970-01-01 was a Thursday; Sunday is 0

  globalThis.sandali = Object.assign(globalThis.sandali || {}, {
    calendar: { systems, isLeap, iso, digits, parse, numeric, shiftMonth, part, today, weekday },
  });
})();
