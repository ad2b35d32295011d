// What somebody typed and the server does not have yet. It lies in this browser under its writer's number, for nobody else,
// until the server has it or its writer signs out. Drafts are in localStorage, answers that wait (with their files) in IndexedDB.
const DRAFT = "sandali-draft-";
const LONGEST = 90 * 24 * 3600 * 1000;

const WRITER = "sandali-person";

/** {person, name} of who signed in here last and did not sign out: a page that browsers keep knows nobody by itself. */
const writer = () => JSON.parse(localStorage.getItem(WRITER) ?? "null") ?? { person: "", name: "" };

const setWriter = (one) => {
  try {
    if (one) localStorage.setItem(WRITER, JSON.stringify(one));
    else localStorage.removeItem(WRITER);
  } catch {
    // a browser that keeps nothing keeps no visits either
  }
};

/** The number of the person in front of this page; "" where nobody is signed in. */
const person = () => {
  const box = document.querySelector("s-outbox");
  return box?.hasAttribute("kept") ? writer().person : (box?.getAttribute("person") ?? "");
};

const mine = () => `${DRAFT}${person()}-`;

const drafts = {
  /** Whether it could be kept: a full disk must not stop what else happens at a key. */
  keep(name, draft) {
    try {
      localStorage.setItem(mine() + name, JSON.stringify({ ...draft, at: Date.now() }));
      return true;
    } catch {
      return false;
    }
  },
  get: (name) => JSON.parse(localStorage.getItem(mine() + name) ?? "null"),
  drop: (name) => localStorage.removeItem(mine() + name),
  /** [name, draft] of this person's, oldest first. */
  all() {
    const names = Object.keys(localStorage).filter((key) => key.startsWith(mine())).map((key) => key.slice(mine().length));
    return names.map((name) => [name, drafts.get(name)]).filter(([, draft]) => draft?.text).sort((one, other) => one[1].at - other[1].at);
  },
  erase: () => drafts.all().forEach(([name]) => drafts.drop(name)),
};

/** The answer of an IndexedDB request. */
const answered = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

let opened;
const open = () => {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("sandali", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("outbox", { keyPath: "id", autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
};

/** Do one thing with the store; resolves once it is written. */
const within = async (mode, act) => {
  const base = await open();
  const transaction = base.transaction("outbox", mode, { durability: "strict" });
  const result = await act(transaction.objectStore("outbox"));
  if (mode === "readwrite") {
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }
  return result;
};

// A record: person, case (the composer's name), page, url, fields [[name, text or file]], at, tried (it may have arrived),
// why (the server's sentence when it would not take it), choices [[value, words]] that it offers then; visit: one of the counter's page.
const outbox = {
  add: (record) => within("readwrite", (store) => answered(store.add({ at: Date.now(), ...record, person: person() }))),
  put: (record) => within("readwrite", (store) => answered(store.put(record))),
  drop: (id) => within("readwrite", (store) => answered(store.delete(id))),
  get: (id) => within("readonly", (store) => answered(store.get(id))),
  /** This person's, in the order they were written. */
  async all() {
    const records = await within("readonly", (store) => answered(store.getAll()));
    return records.filter((record) => record.person === person());
  },
  erase: async () => Promise.all((await outbox.all()).map((record) => outbox.drop(record.id))),
};

/** Throw away what lies here so long that nobody will come back for it, whoever wrote it. */
const prune = async () => {
  const before = Date.now() - LONGEST;
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(DRAFT))) {
    if (!(JSON.parse(localStorage.getItem(key))?.at > before)) localStorage.removeItem(key);
  }
  const records = await within("readonly", (store) => answered(store.getAll()));
  await Promise.all(records.filter((record) => record.at < before).map((record) => outbox.drop(record.id)));
};

/** Whether the server took a draft (fields as sandali.post has them). The sign-in page is an answer too, and no yes. */
const keepsDraft = async (url, fields, options = {}) => {
  try {
    const answer = await sandali.post(url, fields, options);
    return answer.ok && !answer.redirected;
  } catch {
    return false; // no connection
  }
};

/** What a record is posted with: its fields, and of a visit or a call how many seconds ago it was written. The server's clock
    makes a time of that, as the one of the device may be wrong. */
const posted = (record) => {
  const body = new FormData();
  for (const [name, value] of record.fields) body.append(name, value);
  if (isContact(record)) body.set("age", Math.max(0, Math.round((Date.now() - record.at) / 1000)));
  return body;
};

/** One field of a record. */
const field = (record, name) => record.fields.find(([one]) => one === name)?.[1] ?? "";

/** Whether a record is a visit or a call: of the counter's page, or written in a case. */
const isContact = (record) => Boolean(record.visit) || field(record, "kind") === "contact";

/** Why the server would not take a record, from its answer: its words, what may be chosen, and where somebody spoke meanwhile up to
    which message. */
const refusal = (said, otherwise) => ({
  why: said.querySelector(".field-error, .toast p, .banner-text")?.textContent.trim() || otherwise,
  despite: said.querySelector("[name=despite]")?.value ?? "",
  choices: [...said.querySelectorAll("[name=decided]")].map((button) => [button.value, button.textContent.trim()]),
});

/** Something that nobody can guess and that names one form. */
const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The same work in no two tabs at once. Where there are no locks the server's own key keeps a repeat harmless. */
const alone = (work) => (navigator.locks ? navigator.locks.request("sandali-outbox", work) : work());

Object.assign(sandali, { person, writer, setWriter, drafts, keepsDraft, outbox, prune, posted, field, isContact, refusal, newKey, alone });
