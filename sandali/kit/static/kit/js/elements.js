// What several of our elements need. Shared under globalThis.sandali, because every file stands in a block of its own.
const page = document.documentElement;

/** A number in the digits of the page. */
const figure = (value) => new Intl.NumberFormat(page.lang === "fa" ? "fa-IR" : "en").format(value);

/** Whether keys belong to what is being written. */
const isWriting = (target) => Boolean(target?.closest?.("input, textarea, select, [contenteditable], dialog[open] input"));

/** Whether a person can see it and use it now. */
const isVisible = (element) =>
  Boolean(element) && (element.checkVisibility?.({ visibilityProperty: true }) ?? element.offsetParent !== null);

/** The anti-forgery token that <body> carries for htmx. */
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

/** POST form fields; resolves to the response, rejects without a connection. */
const post = (url, fields, options = {}) => {
  const body = new URLSearchParams(fields);
  return fetch(url, { method: "POST", body, credentials: "same-origin", headers: { "X-CSRFToken": token(), ...options.headers }, keepalive: Boolean(options.keepalive) });
};

/** Ask htmx for one part of a page: `element` is replaced by what the server answers for its id. Such a request never leads away
    from the page (s-session.js), and nothing is asked once it is known that nobody is signed in. */
const refresh = async (element, url, swap = "outerMorph", headers = {}) => {
  if (sandali.signedOut) return undefined;
  return htmx.ajax("GET", url || location.href, { source: element, target: element, swap, headers, push: "false", quiet: true });
};

globalThis.sandali = Object.assign(globalThis.sandali || {}, { figure, isWriting, isVisible, post, refresh });
