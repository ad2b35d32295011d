// Asks once, quietly, whether times should be shown as they are where the device is.
const ASKED = "sandali-zones-asked";

class SZone extends HTMLElement {
  connectedCallback() {
    const mine = this.getAttribute("zone");
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!here || this.same(mine, here) || this.asked().includes(`${mine} ${here}`)) return;
    const offer = this.querySelector("template").content.cloneNode(true);
    offer.querySelector("[name=zone]").value = here;
    offer.querySelectorAll("[data-zone]").forEach((place) => (place.textContent = this.name(here)));
    offer.querySelector("[data-closes]").addEventListener("click", () => this.done(mine, here));
    offer.querySelector("form").addEventListener("submit", () => this.remember(mine, here));
    this.append(offer);
  }

  asked() {
    return JSON.parse(localStorage.getItem(ASKED) ?? "[]");
  }

  /** Which two zones were asked about, and nothing of who was asked. */
  remember(mine, here) {
    localStorage.setItem(ASKED, JSON.stringify([...this.asked(), `${mine} ${here}`].slice(-20)));
  }

  done(mine, here) {
    this.remember(mine, here);
    this.replaceChildren();
  }

  /** Whether clocks in both show the same all year round: one zone has several names. */
  same(one, other) {
    const year = Array.from({ length: 24 }, (_, half) => new Date(Date.now() + half * 15 * 86_400_000));
    const clock = (zone, at) => new Intl.DateTimeFormat("en-GB", { dateStyle: "short", timeStyle: "short", timeZone: zone }).format(at);
    return year.every((at) => clock(one, at) === clock(other, at));
  }

  name(zone) {
    const { lang } = document.documentElement;
    const parts = new Intl.DateTimeFormat(lang, { timeZone: zone, timeZoneName: "longGeneric" }).formatToParts(new Date());
    return parts.find((part) => part.type === "timeZoneName").value;
  }
}
customElements.define("s-zone", SZone);
