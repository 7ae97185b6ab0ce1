// The door of a space, also without connection. Each arrival is first written on this device and then sent; the page
// says which of the two is true. Without this file the same forms work with connection.
import { normalise, problemWith } from "../follow-code.js";
import { canScan, scan } from "../door/camera.js";
import { matches, sameName } from "../door/names.js";
import { fetchList, send, Shut } from "../door/sending.js";
import { openStore } from "../door/store.js";

const AGAIN = 20000;
const MOST_SHOWN = 12;
const FILES = ["follow-code.js", "door/camera.js", "door/names.js", "door/sending.js", "door/store.js"];
const MODES = { presencial: "En el lugar", virtual: "Por internet" };
const STATES = {
  waiting: ["warn", "Guardada en este teléfono, sin enviar"],
  noted: ["good", "Enviada"],
  already: ["info", "Enviada. Otra puerta ya la había anotado"],
  not_expected: ["warn", "Enviada. El equipo la revisa: no tiene puesto"],
  unknown: ["warn", "Enviada. El equipo la revisa: ya no está en la lista"],
  twin: ["warn", "Enviada. El equipo revisa si es la misma persona"],
  refused: ["bad", "El servidor no la recibió. Sigue guardada aquí"],
};

export default async function door(root) {
  if (!window.indexedDB || !crypto.subtle) return;
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const store = await openStore(root.dataset.event);
  let people = [], queue = [], facts = {}, token = "", isShut = false, isSending = false;

  async function read() {
    [people, queue] = await Promise.all([store.all("people"), store.all("queue")]);
    facts = Object.fromEntries((await store.all("facts")).map((fact) => [fact.name, fact.value]));
    queue.sort((one, other) => other.at.localeCompare(one.at));
    markWaiting();
    if (people.length && facts.until <= Date.now()) await forgetNames();
  }

  // ── the list and the queue, taken from and to the server ──
  async function refresh() {
    try {
      const list = await fetchList(root.dataset.list);
      token = list.token;
      isShut = false;
      await store.replacePeople(list.people, list.lasts);
      await read();
    } catch (fault) {
      if (fault instanceof Shut) await shut();
    }
    show();
  }

  // The list of the server does not know yet what only this device has.
  function markWaiting() {
    for (const row of queue.filter((one) => one.state === "waiting")) {
      const person = people.find((one) => one.key === row.person);
      if (person && !person.arrived) person.arrived = hour(row.at);
    }
  }

  async function flush() {
    if (isSending || !waiting().length) return;
    isSending = true;
    try {
      if (!token) await refresh();
      const tried = new Set();
      const next = () => waiting().reverse().find((row) => !tried.has(row.entry_key)); // also what was noted meanwhile
      for (let row = next(); row && token && !isShut; row = next()) {
        tried.add(row.entry_key);
        const after = await send(root.dataset.send, token, row);
        if (after === row) break;
        await store.put("queue", after);
        await keepArrival(row);
        await read();
        show();
      }
    } catch (fault) {
      if (fault instanceof Shut) await shut();
    } finally {
      token = waiting().length ? "" : token; // a token that did not serve is asked for again
      isSending = false;
      show();
    }
  }

  const waiting = () => queue.filter((row) => row.state === "waiting" || row.state === "refused");

  // The day is over: the names leave this device, and what waits is still sent.
  async function forgetNames() {
    people = [];
    facts = {};
    await store.forgetPeople();
  }

  // The door is closed: the names leave this device at once; what was not sent stays until it is.
  async function shut() {
    isShut = true;
    await forgetNames();
    await store.forgetSent(queue.filter((row) => !waiting().includes(row)));
    queue = await store.all("queue");
    await window.caches?.delete("puerta");
  }

  // The list that is kept may be older than what was noted here.
  async function keepArrival(row) {
    const person = people.find((one) => one.key === row.person);
    if (person) await store.put("people", { ...person, arrived: person.arrived || hour(row.at) });
  }

  // ── noting ──
  async function note(entry) {
    const row = { entry_key: crypto.randomUUID(), at: new Date().toISOString(), state: "waiting", ...entry };
    await store.put("queue", row);
    await keepArrival(row);
    await read();
    show();
    flush();
  }

  async function look(typed) {
    const code = normalise(typed.includes("codigo=") ? typed.split("codigo=").pop() : typed);
    const isCode = code && problemWith(code) === "";
    const key = isCode ? await digest(`${root.dataset.event}|${code}`) : "";
    const found = isCode ? people.filter((one) => one.key === key) : people.filter((one) => matches(typed, one.name));
    const way = isCode ? (typed.includes("codigo=") ? "qr" : "code") : "name";
    showFound(found.slice(0, MOST_SHOWN), way);
  }

  // ── showing ──
  function chip(tone, words) {
    const made = root.querySelector(`[data-tone="${tone}"]`).firstElementChild.cloneNode(true);
    made.append(words);
    return made;
  }

  function card(name, title, chips) {
    const made = part(name).cloneNode(true);
    made.removeAttribute("data-part"); // only the model carries the name
    made.querySelector("[data-say=name]").textContent = title;
    made.querySelector("[data-say=states]").append(...chips);
    return made;
  }

  function showFound(found, way) {
    const box = part("found");
    box.hidden = false;
    box.querySelector("h2").textContent = found.length ? amount(found.length, "persona", "personas") : "No está en la lista";
    part("nobody").hidden = found.length > 0;
    box.querySelector("ul").replaceChildren(...found.map((person) => foundCard(person, way)));
    box.querySelector("h2").focus();
  }

  function foundCard(person, way) {
    const chips = [chip("info", MODES[person.attends])];
    if (person.support) chips.push(chip("warn", "Pidió un apoyo"));
    if (!person.expected) chips.push(chip("bad", "Sin puesto: canceló o espera"));
    if (person.arrived) chips.push(chip("good", `Ya entró a las ${person.arrived}`));
    const made = card("person", person.name, chips);
    const button = made.querySelector("button");
    if (person.arrived) button.parentElement.remove();
    else if (!person.expected) button.textContent = "Entró: que el equipo lo revise";
    button.addEventListener("click", async () => {
      button.disabled = true;
      await note({ person: person.key, name: person.name, way });
      part("found").hidden = true;
      part("find").reset();
      part("find").elements.wanted.focus();
    });
    return made;
  }

  function keptCard(row) {
    const made = card("kept", row.name, [chip(...STATES[row.state]), chip("info", hour(row.at))]);
    made.querySelector("[data-say=note]").textContent = row.note ?? "";
    const [take, undo] = [made.querySelector("button"), made.querySelector("a")];
    take.hidden = !["waiting", "refused"].includes(row.state);
    take.addEventListener("click", async () => {
      await store.remove("queue", row.entry_key);
      const person = people.find((one) => one.key === row.person);
      if (person) await store.put("people", { ...person, arrived: "" });
      await read();
      show();
    });
    undo.hidden = !row.undo;
    if (row.undo) undo.href = row.undo;
    return made;
  }

  function show() {
    const kept = waiting().length, sent = queue.length - kept;
    part("status").classList.add("is-ready");
    part("status").replaceChildren(
      navigator.onLine ? chip("good", "Con conexión") : chip("warn", "Sin conexión: puede seguir anotando"),
      ...(kept ? [chip("warn", `${amount(kept, "guardada", "guardadas")} en este teléfono, sin enviar`)] : []),
      ...(sent ? [chip("good", amount(sent, "enviada", "enviadas"))] : []),
      ...(facts.at ? [chip("info", `Lista de las ${hour(facts.at)}: ${amount(people.length, "persona", "personas")}`)] : []),
    );
    const extra = queue.filter((row) => !row.person && (row.state === "waiting" || (row.sent_at ?? row.at) > facts.at));
    if (people.length) root.querySelector(".stats dd").textContent = people.filter((one) => one.arrived).length + extra.length;
    part("warning").hidden = !isShut;
    part("device").classList.toggle("is-ready", queue.length > 0);
    part("queue").replaceChildren(...queue.map(keptCard));
  }

  // ── the page ──
  part("find").addEventListener("submit", (event) => {
    const wanted = part("find").elements.wanted.value.trim();
    if (!people.length || (!wanted && navigator.onLine)) return; // the server has the list, or says what is missing
    event.preventDefault();
    look(wanted);
  });

  part("walk-in").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = part("walk-in"), typed = Object.fromEntries(new FormData(form));
    const name = `${typed.first_name.trim()} ${typed.last_name.trim()}`;
    if (!typed.first_name.trim() || !typed.last_name.trim()) return form.elements[typed.first_name.trim() ? "last_name" : "first_name"].focus();
    const twin = people.find((one) => sameName(one.name, name));
    if (twin && form.dataset.asked !== name) {
      form.dataset.asked = name; // the second time is an answer: it is another person
      return showFound([twin], "name");
    }
    delete form.dataset.asked;
    if (form.ariaBusy) return; // the first tap is still being written: a second one is the same person
    const { first_name, last_name, contact, attends } = typed;
    form.ariaBusy = "true";
    await note({ name, way: "walk_in", first_name, last_name, contact, attends }).finally(() => { form.ariaBusy = null; });
    form.reset();
    form.elements.first_name.focus();
  });

  part("leave").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (waiting().length) return void (part("status").scrollIntoView(), show());
    await shut();
    part("leave").submit();
  });

  if (canScan()) {
    part("scan").classList.add("is-ready");
    part("scan").addEventListener("click", () => scan(part("camera"), look).catch(() => { part("scan").hidden = true; }));
  }

  addEventListener("online", () => refresh().then(flush));
  addEventListener("offline", show);
  setInterval(() => read().then(show).then(flush), AGAIN);
  await read();
  show();
  await refresh();
  await flush();
  if (!isShut && navigator.onLine) await keepPage(root);
}

// The page and its files, for a reload without connection.
async function keepPage(root) {
  if (!navigator.serviceWorker || !window.caches) return;
  await navigator.serviceWorker.register(root.dataset.worker, { scope: "/asistencia/" });
  const own = new URL(import.meta.url);
  const beside = (path) => new URL(path, own).href;
  const behaviours = [...document.querySelectorAll("[data-behaviour]")].flatMap((one) => one.dataset.behaviour.split(/\s+/));
  const linked = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")].map((one) => one.href || one.src);
  const shelf = await caches.open("puerta");
  const modules = [...new Set(behaviours)].filter(Boolean).map((name) => beside(`${name}.js${own.search}`));
  await shelf.addAll([...new Set([root.dataset.page, ...linked, ...modules, ...FILES.map((name) => beside(`../${name}`))])]);
  await navigator.serviceWorker.ready; // only then is the page answered without connection
  root.dataset.kept = "yes";
}

async function digest(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const amount = (count, one, many) => `${count} ${count === 1 ? one : many}`;
const hour = (at) => new Date(at).toLocaleTimeString("es-CO", { hour: "numeric", minute: "2-digit", timeZone: "America/Bogota" });
