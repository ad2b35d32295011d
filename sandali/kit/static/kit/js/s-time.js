// A moment that ages while the page is open: "2 min ago" becomes "3 min ago". The words are the server's (kit/dates.py).
const words = {
  fa: { now: "همین حالا", minute: "{} دقیقه پیش", hour: "{} ساعت پیش" },
  en: { now: "just now", minute: "{} min ago", hour: "{} h ago" },
};
const places = new Set();

class STime extends HTMLElement {
  connectedCallback() {
    places.add(this);
  }

  disconnectedCallback() {
    places.delete(this);
  }

  age(now) {
    const time = this.querySelector("time");
    const minutes = Math.floor((now - Date.parse(time?.dateTime ?? "")) / 60_000);
    // Only moments of the last hours change from minute to minute; further back the server's words hold.
    if (!(minutes >= 0 && minutes < 12 * 60)) return;
    const spoken = words[document.documentElement.lang] ?? words.en;
    const shown = minutes < 1 ? spoken.now
      : minutes < 60 ? spoken.minute.replace("{}", sandali.figure(minutes))
      : spoken.hour.replace("{}", sandali.figure(Math.floor(minutes / 60)));
    if (time.textContent !== shown) time.textContent = shown;
  }
}
customElements.define("s-time", STime);
setInterval(() => {
  const now = Date.now();
  if (!document.hidden) places.forEach((place) => place.age(now));
}, 30_000);
