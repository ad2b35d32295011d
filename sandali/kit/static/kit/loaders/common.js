// What every script of ours needs on somebody else's website: it touches nothing else of the page. What it draws stands in a shadow root
// with a stylesheet of its own, so it needs no style-src of the page's policy. The server puts this before a loader, and behind
// both a call of `start` with the channel's settings.
function stand(settings, script, name, style) {
  if (window[name]) return null; // included twice
  window[name] = true;
  const given = { ...script.dataset };
  const origin = new URL(script.src).origin; // where this file came from is where what it opens is
  const asked = given.lang || document.documentElement.lang || navigator.language || "";
  const language = /^fa/i.test(asked) ? "fa" : asked ? "en" : settings.language;
  const make = (tag, attributes, parent) => {
    const made = document.createElementNS(tag === "svg" || tag === "path" ? "http://www.w3.org/2000/svg" : "http://www.w3.org/1999/xhtml", tag);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    parent.append(made);
    return made;
  };
  const draw = (parent) => {
    const host = make("div", { lang: language, dir: language === "fa" ? "rtl" : "ltr" }, parent);
    const root = host.attachShadow({ mode: "closed" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    return { host, root };
  };
  const address = (path) => {
    const url = new URL(path, origin);
    url.searchParams.set("lang", language);
    url.searchParams.set("host", location.origin);
    return url.href;
  };
  // Only our own frame, by its origin and by itself; everything else is somebody else's talk.
  const listen = (frame, hears) => window.addEventListener("message", (event) => {
    const { data } = event;
    if (!frame() || event.source !== frame().contentWindow || event.origin !== origin) return;
    if (typeof data === "object" && data !== null && Object.hasOwn(hears, data.sandali)) hears[data.sandali](data);
  });
  return { given, origin, language, words: settings.words[language], make, draw, address, listen };
}
