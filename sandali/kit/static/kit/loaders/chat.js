// The chat on somebody's website: a button, and the window that it opens.
function start(settings, script = document.currentScript) {
  if (!document.body) return document.addEventListener("DOMContentLoaded", () => start(settings, script), { once: true });
  const name = `sandali-chat-${settings.key}`;
  const here = stand(settings, script, name, STYLE);
  if (!here) return;
  const { given, origin, language, words, make } = here;

  const token = `${name}-token`;
  const talking = `${name}-talking`;
  // The page's own storage may be closed to us as well: then the visitor is known for as long as the page is open.
  const kept = (key) => {
    try {
      return localStorage.getItem(key) || "";
    } catch {
      return "";
    }
  };
  const keep = (key, value) => {
    try {
      localStorage.setItem(key, value);
    } catch {
      // nothing more can be done here
    }
  };

  const { host, root } = here.draw(document.body);
  host.style.setProperty("--chat-colour", settings.colour);
  const button = make("button", { type: "button", "aria-expanded": "false", "aria-label": words.open, title: words.open }, root);
  const picture = make("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, button);
  const drawing = make("path", { d: TALK }, picture);
  const count = make("span", { class: "count", role: "status", hidden: "" }, button);
  let frame = null;
  let open = false;
  let ready = false; // until then another page may stand in the frame

  function load() {
    if (frame) return;
    frame = make("iframe", { src: here.address(`/chat/${settings.key}/`), title: words.title, hidden: "" }, root);
  }
  function say(message) {
    if (ready) frame.contentWindow.postMessage(message, origin);
  }
  function show(wanted) {
    load();
    open = wanted;
    frame.hidden = !open;
    host.classList.toggle("open", open);
    button.setAttribute("aria-expanded", String(open));
    button.setAttribute("aria-label", open ? words.close : words.open);
    button.title = open ? words.close : words.open;
    drawing.setAttribute("d", open ? CLOSE : TALK);
    say({ sandali: open ? "opened" : "closed" });
    if (open) frame.focus();
    else button.focus();
  }
  button.addEventListener("click", () => show(!open));
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open) show(false);
  });

  const hears = {
    ready: () => {
      ready = true;
      say({ sandali: "begin", token: kept(token), user: given.user || "", signature: given.signature || "", name: given.name || "", page: location.href, open });
    },
    keep: ({ token: value }) => typeof value === "string" && /^[\w-]{43,86}$/.test(value) && keep(token, value),
    talking: () => keep(talking, "1"),
    close: () => open && show(false),
    unread: ({ count: number }) => {
      const unread = Number.isInteger(number) && number > 0 ? Math.min(number, 99) : 0;
      count.hidden = !unread;
      count.textContent = unread ? new Intl.NumberFormat(language === "fa" ? "fa-IR" : "en-GB").format(unread) : "";
    },
  };
  here.listen(() => frame, hears);
  if (kept(talking)) load(); // somebody who has written before hears of an answer on every page
}

const TALK = "M21 12a8 8 0 0 1-8 8H4l1.8-3.4A8 8 0 1 1 21 12Z M9 12h.01 M13 12h.01 M17 12h.01";
const CLOSE = "M6 6l12 12 M18 6L6 18";
const STYLE = `
:host { all: initial; position: fixed; z-index: 2147483000; inset-block-end: 20px; inset-inline-end: 20px; }
button { all: unset; box-sizing: border-box; position: relative; display: grid; place-items: center; inline-size: 56px; block-size: 56px;
  border-radius: 50%; background: var(--chat-colour); color: #fff; cursor: pointer; box-shadow: 0 6px 20px rgb(0 0 0 / .28); margin-inline-start: auto; }
button:focus-visible { outline: 3px solid #fff; box-shadow: 0 0 0 6px var(--chat-colour); }
svg { inline-size: 28px; block-size: 28px; fill: none; stroke: currentColor; stroke-width: 1.9; stroke-linecap: round; stroke-linejoin: round; }
.count { position: absolute; inset-block-start: -3px; inset-inline-end: -3px; min-inline-size: 22px; box-sizing: border-box; padding: 0 6px; border-radius: 11px;
  background: #b3261e; color: #fff; font: 600 13px/22px system-ui, sans-serif; text-align: center; }
iframe { position: fixed; inset-block-end: 88px; inset-inline-end: 20px; inline-size: min(392px, calc(100vw - 40px)); block-size: min(640px, calc(100dvh - 108px));
  border: 0; border-radius: 16px; background: Canvas; box-shadow: 0 12px 40px rgb(0 0 0 / .3); color-scheme: light dark; }
[hidden] { display: none; }
@media (max-width: 480px), (max-height: 480px) {
  iframe { inset: 0; inline-size: 100vw; block-size: 100dvh; border-radius: 0; }
  :host(.open) button { display: none; }
}
@media (forced-colors: active) { button { border: 2px solid; } }
@media print { :host { display: none; } }
`;
