// How many short messages a text is, while it is written. kit/sms_text.py counts the same, and says why so.
const GSM_BASIC = new Set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");
const GSM_EXTENSION = new Set("\f^{}\\[~]|€");

/** {parts, left}: of GSM letters 160 are one message and 153 a part of several, else 70 and 67. */
const countParts = (text) => {
  const letters = [...text.replaceAll("\r\n", "\n")];
  const gsm = letters.every((letter) => GSM_BASIC.has(letter) || GSM_EXTENSION.has(letter));
  const sizes = letters.map((letter) => (gsm ? (GSM_EXTENSION.has(letter) ? 2 : 1) : letter.length));
  const [one, more] = gsm ? [160, 153] : [70, 67];
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  if (whole <= one) return { parts: whole ? 1 : 0, left: one - whole };
  let [parts, used] = [1, 0];
  for (const size of sizes) {
    if (used + size > more) [parts, used] = [parts + 1, 0]; // what takes two places is not divided
    used += size;
  }
  return { parts, left: more - used };
};

class SParts extends HTMLElement {
  connectedCallback() {
    this.text = document.getElementById(this.getAttribute("for"));
    this.onInput = () => this.tell();
    this.text?.addEventListener("input", this.onInput);
    this.tell();
  }

  disconnectedCallback() {
    this.text?.removeEventListener("input", this.onInput);
  }

  tell() {
    const written = this.text?.value.trim() ?? "";
    const signature = this.getAttribute("signature");
    const { parts, left } = countParts(written && signature ? `${written}\n${signature}` : written);
    const shown = new Intl.NumberFormat(document.documentElement.lang);
    const said = this.getAttribute("words").replace("%(parts)s", shown.format(parts)).replace("%(left)s", shown.format(left));
    const [count, many] = [this.querySelector(".parts-count"), this.querySelector(".parts-many")];
    if (count.textContent !== said) count.textContent = said;
    count.hidden = !parts;
    many.hidden = parts <= Number(this.getAttribute("many"));
  }
}
customElements.define("s-parts", SParts);
