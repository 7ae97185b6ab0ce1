// What a phone writes in a hearing.
// `put` resolves only when the phone has it, and throws if it cannot.
const NAME = "participa-vivo";
const PLAIN = `${NAME}.`;

const ended = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function database() {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("rows", { keyPath: "key" });
  const opened = await ended(opening);

  const write = (act) =>
    new Promise((resolve, reject) => {
      const work = opened.transaction("rows", "readwrite", { durability: "strict" });
      work.oncomplete = () => resolve();
      work.onerror = work.onabort = () => reject(work.error);
      act(work.objectStore("rows"));
    });
  return {
    all: () => ended(opened.transaction("rows").objectStore("rows").getAll()),
    put: (row) => write((rows) => rows.put(row)),
    remove: (key) => write((rows) => rows.delete(key)),
  };
}

// Where IndexedDB is closed or breaks.
const plain = {
  all: async () => Object.keys(localStorage).filter((key) => key.startsWith(PLAIN)).map((key) => JSON.parse(localStorage[key])),
  put: async (row) => localStorage.setItem(PLAIN + row.key, JSON.stringify(row)),
  remove: async (key) => localStorage.removeItem(PLAIN + key),
};

export async function openOutbox(hearing) {
  const first = await database().catch(() => null);
  const both = [first, plain].filter(Boolean);

  return {
    async all() {
      const found = await Promise.all(both.map((one) => one.all().catch(() => [])));
      const rows = new Map(found.flat().filter((row) => row.hearing === hearing).map((row) => [row.key, row]));
      return [...rows.values()].sort((one, other) => one.at.localeCompare(other.at));
    },
    async put(row) {
      const kept = { ...row, hearing };
      if (!first) return plain.put(kept);
      try {
        await first.put(kept);
        await plain.remove(row.key).catch(() => {});
      } catch {
        await plain.put(kept);
      }
    },
    remove: (key) => Promise.all(both.map((one) => one.remove(key).catch(() => {}))),
  };
}

function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const LONGEST_WAIT = 15000;
const NO_ROOM = "Esta sala ya no existe. Pregunte en «Preguntas y respuestas».";

class Refused extends Error {}

export function talkTo(address) {
  let token = "";

  const within = () => ({ signal: AbortSignal.timeout?.(LONGEST_WAIT), redirect: "error" });

  async function enter() {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store", ...within() });
    if (answer.status === 404) throw Object.assign(new Refused(NO_ROOM), { isFinal: true });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const told = await answer.json();
    token = told.token;
    return told;
  }

  async function once(url, fields) {
    const body = new URLSearchParams({ ...fields, csrf_token: token });
    const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" }, ...within() });
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json") === true;
    if (answer.status >= 500 || (answer.status === 429 && !isJson)) throw new Error("busy");
    if (!isJson) return null; // the token is too old, or who answers is not the server
    const said = await answer.json();
    if (answer.ok) return said;
    throw Object.assign(new Refused(said.message), { isFinal: answer.status !== 429 });
  }

  // Throws Refused when the server says no, anything else when nobody knows whether it came.
  async function send(url, fields) {
    if (!token) await enter();
    const said = await once(url, fields) ?? (await enter(), await once(url, fields));
    if (!said) throw new Error("no answer");
    return said;
  }

  return { enter, send };
}

// A tap shows at once and is kept here until the server has it; the last tap wins.
const TELL_READ = 30000;
const IN_VIEW = 0.6;
const LONG_ENOUGH = 1000;
const MOST_READ = 60;
const SOON = 3000;
const LATEST = 60000;

export function supporting(root, { talk, seen }) {
  const form = root.querySelector('[data-part="supports"]');
  const key = `participa.apoyos.${root.dataset.code}`;
  const read = new Set(), timers = new Map(), wanted = new Map(load()), refusals = new Map();
  let mine = new Set(), sending = null, again = 0, failures = 0, readTold = Date.now();

  function load() {
    try { return JSON.parse(localStorage.getItem(key)) ?? []; } catch { return []; }
  }
  function keep() {
    try {
      if (wanted.size) localStorage.setItem(key, JSON.stringify([...wanted]));
      else localStorage.removeItem(key);
    } catch { /* it stays in this page */ }
  }

  const isMine = (number) => wanted.get(number) ?? mine.has(number);
  function standing(number) {
    const usual = wanted.has(number) ? "Guardado en este teléfono, sin enviar." : isMine(number) ? "Usted la apoya." : "";
    return refusals.get(number) ?? usual;
  }

  function dress(card) {
    const number = Number(card.dataset.card), button = card.querySelector(".support");
    const line = card.querySelector("[data-say=mine]"), words = standing(number);
    if (line.textContent !== words) line.textContent = words;
    if (!button) return;
    button.setAttribute("aria-pressed", String(isMine(number)));
    button.name = isMine(number) ? "quitar" : "apoyar";
  }
  const dressAll = () => root.querySelectorAll("[data-card]").forEach(dress);

  function toggle(number, isWanted) {
    refusals.delete(number);
    wanted.delete(number); // the last tap goes last
    wanted.set(number, isWanted);
    keep();
    dressAll();
    return flush();
  }

  const flush = () => (sending ??= sendAll().finally(() => { sending = null; }));

  async function sendAll() {
    let pause = 0;
    try {
      for (const [number, isWanted] of wanted) await one(number, isWanted);
      if (read.size && Date.now() - readTold > TELL_READ) await tell();
    } catch {
      pause = Math.min(LATEST, SOON * 2 ** failures++) * (1 - Math.random() / 2);
    }
    clearTimeout(again);
    if (wanted.size) again = setTimeout(flush, pause);
  }

  // With the cards that were read; they go again if it fails, unless they alone were refused.
  async function tell(tap) {
    const told = [...read].slice(0, MOST_READ), leidas = told.join(" ");
    for (const number of told) read.delete(number);
    readTold = Date.now();
    try {
      const said = await talk.send(form.action, leidas ? { ...tap, leidas } : tap);
      failures = 0;
      return said;
    } catch (fault) {
      if (tap || !fault.isFinal) for (const number of told) read.add(number);
      throw fault;
    }
  }

  async function one(number, isWanted) {
    try {
      const said = await tell({ [isWanted ? "apoyar" : "quitar"]: number });
      mine = new Set(said.supports);
      refusals.delete(number);
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      const [why] = fault.message.split(".");
      refusals.set(number, fault.isFinal ? fault.message : `${why}. Queda guardado y lo enviamos en un momento.`);
      dressAll();
      if (!fault.isFinal) throw fault;
    }
    if (wanted.get(number) === isWanted) wanted.delete(number);
    keep();
    dressAll();
  }

  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const number = Number(entry.target.dataset.card);
      clearTimeout(timers.get(number));
      if (entry.isIntersecting) timers.set(number, setTimeout(() => note(number, entry.target), LONG_ENOUGH));
    }
  }, { threshold: IN_VIEW });
  function note(number, card) {
    watcher.unobserve(card);
    if (seen.has(number) || document.hidden) return;
    seen.add(number);
    read.add(number);
  }
  const watch = (card) => { watcher.observe(card); dress(card); };

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button?.classList.contains("support")) return;
    event.preventDefault();
    toggle(Number(button.value), button.name === "apoyar");
  });
  addEventListener("online", flush);
  setInterval(() => { if (!failures || !wanted.size) flush(); }, TELL_READ);

  return {
    watch,
    // What stands in its way, or nothing once the server has it.
    async support(number) {
      await toggle(number, true);
      return wanted.has(number) || !mine.has(number) ? standing(number) : "";
    },
    know(supports) {
      mine = new Set(supports);
      dressAll();
      return flush();
    },
  };
}

// What is written is on this phone first. The page says which is true.
const PAUSE = 500;
const MOST = 400;
const FLUSH_AGAIN = 15000;
const KEPT = "Guardada en este teléfono, sin enviar";
const STATES = {
  waiting: ["warn", KEPT],
  sending: ["info", `${KEPT}. Enviando…`],
  choosing: ["warn", `${KEPT}: elija abajo`],
  received: ["good", "Recibida"],
  rehearsed: ["info", "En el ensayo. Se borra al final"],
  refused: ["bad", "No se recibió. Sigue guardada aquí"],
};

const isDone = ({ state }) => state === "received" || state === "rehearsed";
const isLeft = (row) => !isDone(row) && row.state !== "refused";
const grouped = (code) => code.match(/.{1,4}/g).join("-");
function make(tag, values, ...parts) {
  const made = Object.assign(document.createElement(tag), values);
  made.append(...parts);
  return made;
}

export async function asking(root, { outbox, talk, support, announce, standing, beside }) {
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const form = part("ask"), text = form.elements.body, another = part("another"), send = part("send"), box = part("alike");
  const draftKey = `participa.draft.${form.dataset.draftKey}`;
  let draftPause = 0, isFlushing = false, current = "", rows = [], places = new Map();
  const gone = new Set(); // keys of those on their way, or there

  const say = (words) => { if (part("state").textContent !== words) part("state").textContent = words; };
  function keepDraft() {
    clearTimeout(draftPause);
    try {
      if (text.value.trim()) localStorage.setItem(draftKey, JSON.stringify({ at: Date.now(), text: text.value }));
      else localStorage.removeItem(draftKey);
      say(text.value.trim() ? KEPT : "");
    } catch {
      say("Este teléfono no puede guardarla. Envíela antes de cerrar.");
    }
  }
  function restoreDraft() {
    try {
      const kept = JSON.parse(localStorage.getItem(draftKey));
      if (!kept?.text || text.value.trim()) return;
      write(kept.text);
      part("asking").open = true;
      say(KEPT);
    } catch { /* nothing was kept */ }
  }
  function write(words) {
    text.value = words;
    text.dispatchEvent(new Event("input")); // for the counter
    clearTimeout(draftPause);
  }
  // Only once it is received, or the person asks for an empty box.
  function empty(words) {
    current = "";
    text.readOnly = false;
    another.hidden = box.hidden = true;
    send.hidden = false;
    write("");
    try { localStorage.removeItem(draftKey); } catch { /* nothing was kept */ }
    say(words);
  }
  function hold(row, words) {
    current = row.key;
    text.readOnly = true;
    send.hidden = true;
    another.hidden = false;
    say(words);
  }

  async function submit(event) {
    event.preventDefault();
    if (current) return;
    if (!text.value.trim() || text.value.length > MOST) return void form.submit(); // the server says what is wrong
    clearTimeout(draftPause);
    const { opened, website } = form.elements, at = new Date().toISOString();
    const row = { key: freshKey(), at, text: text.value, state: "sending", opened: opened.value, website: website.value };
    hold(row, STATES.sending[1]);
    try {
      await outbox.put(row);
    } catch {
      say("Este teléfono no puede guardarla. No cierre esta página hasta ver su código.");
    }
    await deliver(row, false);
    await show();
  }

  // `isOther`: as it is, whatever resembles it.
  async function deliver(row, isOther) {
    const { key, text: body, opened, website } = row;
    if (gone.has(key)) return row;
    gone.add(key);
    let after;
    try {
      const said = await talk.send(form.action, { form_key: key, body, opened, website, ...(isOther ? { is_other: "si" } : {}) });
      after = { ...row, state: said.outcome === "alike" ? "choosing" : said.outcome, ...said };
    } catch (fault) {
      after = { ...row, ...(fault.isFinal ? { state: "refused", note: fault.message } : { state: "waiting", note: "" }) };
    }
    await outbox.put(after).catch(() => {});
    if (!isDone(after)) gone.delete(key);
    if (key === current) tell(after);
    else if (after.state === "received") announce("Recibimos su pregunta.");
    return after;
  }

  function tell(row) {
    if (row.state === "received") return empty(`Recibida. Código ${grouped(row.code)}`);
    if (row.state === "rehearsed") return empty(STATES.rehearsed[1]);
    if (row.state === "choosing") offer(row);
    const why = row.state === "waiting" ? ". La enviamos sola apenas haya señal" : row.note ? `. ${row.note}` : "";
    say(STATES[row.state][1] + why);
  }

  const isOffered = (row) => !box.hidden && box.dataset.key === row.key;
  async function offer(row) {
    const leave = (key, words) => { if (current === key) empty(words); return show(); };
    try {
      const alike = await beside("alike");
      if (current === row.key && !gone.has(row.key)) alike.offer(row, box, { outbox, support, send: insist, leave });
    } catch {
      await insist(row);
    }
  }

  // Also what was kept before, the oldest first.
  async function flush() {
    if (isFlushing) return;
    isFlushing = true;
    try {
      for (const row of await outbox.all()) {
        if (!isLeft(row) || isOffered(row)) continue;
        const after = await deliver(row, true);
        if (after.state === "waiting") break;
      }
    } finally {
      isFlushing = false;
    }
    await show();
  }

  async function show() {
    rows = (await outbox.all()).reverse();
    part("mine-box").classList.toggle("is-ready", rows.length > 0);
    part("mine").replaceChildren(...rows.map(mineCard));
  }
  function mineCard(row) {
    const [tone, words] = STATES[row.state];
    const told = row.code ? `Recibida, código ${grouped(row.code)}` : [words, row.note].filter(Boolean).join(". ");
    const chip = make("span", { className: `state tone-${tone}`, textContent: told });
    const place = make("span", { className: "state tone-info", textContent: standing(row.radicado) });
    place.hidden = !place.textContent;
    const followed = { href: `${root.dataset.follow}#codigo=${row.code}`, textContent: `Seguir la ${row.radicado}` };
    const button = { type: "button", className: "button-link", textContent: "Enviar ahora", onclick: () => insist(row) };
    const way = row.code ? make("a", followed) : row.state === "rehearsed" ? "" : make("button", button);
    const text = make("p", { className: "live-card__text", textContent: row.text });
    return make("li", {}, text, make("p", { className: "states" }, chip, place, way));
  }
  function follow() {
    const before = places;
    places = new Map(rows.map(({ key, radicado }) => [key, standing(radicado)]));
    const moved = [...places].filter(([key, place]) => place !== before.get(key));
    for (const [key, place] of moved) if (place && before.has(key)) announce(`Su pregunta: ${place.toLowerCase()}.`);
    if (moved.length) show();
  }
  async function insist(row) {
    if (isOffered(row)) box.hidden = true;
    await deliver(row, true);
    await show();
  }

  const count = () => beside("../behaviours/counter").then((counter) => counter.default(text)).catch(() => {});
  form.addEventListener("submit", submit);
  text.addEventListener("input", count, { once: true });
  text.addEventListener("input", () => {
    say("Escribiendo…");
    clearTimeout(draftPause);
    draftPause = setTimeout(keepDraft, PAUSE);
  });
  another.addEventListener("click", () => { empty(""); text.focus(); });
  part("forget").addEventListener("click", async () => {
    for (const row of await outbox.all()) if (isDone(row)) await outbox.remove(row.key);
    await show();
  });
  part("state-line").classList.add("is-ready");
  addEventListener("pagehide", () => { if (!current && text.value.trim()) keepDraft(); });
  addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
  setInterval(flush, FLUSH_AGAIN);
  restoreDraft();
  await show();
  const left = rows.find((row) => row.text === text.value && isLeft(row));
  if (left) hold(left, KEPT);
  flush();
  return { follow };
}
