// The big screen: shows each new state, says how old it is, and keeps the last one when nothing comes any more.
// Who presents has keys: B or full stop blank the screen, T changes the theme, S the place for sign language, F fills it.
import { follow } from "../live/feed.js";

const SIZES = [40, 70, 110, 160, 210, 270, 340]; // the same as participa/hearings/screen.py
const SMALLEST = SIZES.length + 1;
const ROOM = ["", "is-tight", "is-bare"];
const AWAKE = 4000;
const EACH = 1000; // how often the screen of the hall asks while no stream tells it of changes
const SILENT = 40000;
const LABEL = 30000;
const THEMES = ["claro", "oscuro"];
const SIGNS = ["no", "derecha", "izquierda"];

export default function screen(root) {
  const body = document.body;
  const part = (name, within = document) => within.querySelector(`[data-${name}]`);
  const isPresented = "presenter" in root.dataset;
  let last = null, wantsBlank = null, hasKeys = true, lostSince = null, announced = null, asleep = 0, heard = 0, acted = Promise.resolve();

  const feed = follow(root.dataset.root, root.dataset.code, (state, { isStale, isGone }) => {
    if (state) show(state);
    mark(isStale && root.dataset.mode !== "closed");
    if (isGone) lookForEnd();
  });
  setInterval(() => tellAge(), 1000);
  addEventListener("resize", fit);
  if (isPresented) listen();

  function show(state) {
    last = state;
    if (state.blank === wantsBlank) wantsBlank = null; // from now on the published state says so
    const cards = new Map(state.q.map((card) => [card.i, card]));
    const now = cards.get(state.now);
    const mode = modeOf(state, now);
    root.dataset.mode = mode;
    for (const one of document.querySelectorAll("[data-when]")) one.hidden = one.dataset.when !== mode;
    const isShowing = mode === "now" || mode === "between";
    write("title", state.title);
    write("item", isShowing ? state.item : "");
    part("rehearsal").hidden = !state.rehearsal;
    write("override", mode === "now" ? state.override : "", (element) => element.querySelector("span"));
    write("now-text", mode === "now" ? now.t : "");
    write("now-whence", mode === "now" ? [now.d, now.p].filter(Boolean).join(" · ") : "");
    write("now-figures", mode === "now" ? figures(now) : "");
    const next = isShowing ? state.next.map((number) => cards.get(number)).filter(Boolean) : [];
    part("following").hidden = next.length === 0;
    document.querySelectorAll("[data-next]").forEach((item, place) => {
      item.hidden = !next[place];
      part("next-text", item).textContent = next[place]?.t ?? "";
    });
    count(state.counters);
    if (part("blank")) [part("blank").hidden, part("show").hidden] = [mode === "blank", mode !== "blank"];
    fit();
    announce(mode === "now" ? now : null);
  }

  // A week after the end, or once a rehearsal is erased, there are no files; nor before the first is written.
  async function lookForEnd() {
    const isOver = root.dataset.mode === "closed" || (await fetch(location.href, { method: "HEAD" }).catch(() => null))?.status === 404;
    if (!isOver) return;
    feed.stop();
    if (last) show({ ...last, state: "closed" });
    mark(false);
  }

  function modeOf(state, now) {
    if (state.state === "closed") return "closed";
    if (wantsBlank ?? state.blank) return "blank";
    if (state.state !== "open") return "preparing";
    return now ? "now" : "between";
  }

  function write(name, text, inner = (element) => element) {
    const element = part(name);
    element.hidden = !text;
    if (inner(element).textContent !== (text ?? "")) inner(element).textContent = text ?? "";
  }

  function count({ received, published, withheld, fingerprint }) {
    part("received").textContent = amount(received, "recibida", "recibidas");
    part("published").textContent = amount(published, "publicada", "publicadas");
    part("withheld").textContent = amount(withheld, "reservada", "reservadas");
    part("print").hidden = !fingerprint;
    part("print").querySelector("code").textContent = fingerprint;
  }

  // The largest letters with which the whole question is on the screen; what follows it makes room.
  function fit() {
    const text = part("now-text"), box = text.closest("section");
    const overflows = () => box.scrollHeight > box.clientHeight + 1;
    const first = 1 + SIZES.findIndex((most) => text.textContent.length <= most) || SMALLEST;
    for (let size = first; size <= SMALLEST; size++) {
      text.dataset.size = size;
      for (const room of size < SMALLEST ? ROOM.slice(0, 2) : ROOM) {
        ROOM.forEach((name) => name && body.classList.toggle(name, name === room));
        if (!overflows()) return;
      }
    }
  }

  // Only what comes to the stage is said aloud.
  function announce(now) {
    if (announced !== null && now && now.i !== announced) part("announce").textContent = `Se responde ahora: ${now.t}`;
    else if (!now || !part("announce").textContent.endsWith(now.t)) part("announce").textContent = ""; // it may be hidden by now
    announced = now ? now.i : (announced ?? 0);
  }

  function mark(isStale) {
    lostSince = isStale ? (lostSince ?? new Date(Date.now() - (Number.isFinite(feed.age()) ? feed.age() * 1000 : 0))) : null;
    body.classList.toggle("is-lost", Boolean(lostSince));
    tellAge();
  }

  function tellAge() {
    const age = Number.isFinite(feed?.age()) ? feed.age() : Math.max(0, Math.round((Date.now() - Date.parse(root.dataset.at)) / 1000));
    const words = age < 120 ? `Datos de hace ${age} s` : `Datos de hace ${Math.floor(age / 60)} min`;
    const lost = lostSince ? `Sin conexión desde las ${hour(lostSince)} · ` : "";
    part("age").textContent = lost + words;
  }

  // The screen of the hall asks each second; where a stream is given it hears of each change at once.
  function listen() {
    setInterval(() => { if (Date.now() - heard > SILENT) feed.ask(); }, EACH);
    if (root.dataset.stream) hear(new EventSource(root.dataset.stream));
    if (root.dataset.label) setInterval(renewLabel, LABEL);
  }

  function hear(stream) {
    const tell = () => { heard = Date.now(); feed.ask(); };
    for (const name of ["open", "message", "version"]) stream.addEventListener(name, tell);
    stream.addEventListener("latido", () => { heard = Date.now(); });
    stream.addEventListener("error", () => { heard = 0; });
    addEventListener("pagehide", () => stream.close());
  }

  async function renewLabel() {
    const answer = await fetch(root.dataset.label, { headers: { Accept: "application/json" } }).catch(() => null);
    const told = answer?.ok ? await answer.json().catch(() => null) : null;
    if (!told) return;
    part("label-shown").hidden = !told.label;
    part("label-shown").querySelector("strong").textContent = told.label;
  }

  // First here, then for all: an emergency does not wait for the network.
  async function blank(isBlank) {
    wantsBlank = isBlank;
    if (last) show(last);
    const form = part(isBlank ? "blank" : "show");
    const sent = { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } };
    const mine = acted = acted.then(() => fetch(form.action, sent).catch(() => null)); // in the order of the keys
    const answer = await mine;
    part("trouble").hidden = Boolean(answer?.ok);
    if (!answer?.ok) {
      part("trouble").textContent = "El cambio quedó solo en esta pantalla. Revise la conexión o ingrese otra vez.";
      wake();
    }
    feed.ask();
  }

  for (const [name, isBlank] of [["blank", true], ["show", false]]) {
    part(name)?.addEventListener("submit", (event) => { event.preventDefault(); blank(isBlank); });
  }

  function turn(name, words) {
    body.dataset[name] = words[(words.indexOf(body.dataset[name]) + 1) % words.length];
    fit();
    remember();
  }

  function remember() {
    const address = new URL(location.href);
    address.searchParams.set("tema", body.dataset.theme);
    address.searchParams.set("senas", body.dataset.sign);
    history.replaceState(null, "", address);
  }

  const fill = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.())?.catch(() => {});
  const acts = { t: () => turn("theme", THEMES), s: () => turn("sign", SIGNS), f: fill };
  if (isPresented) acts.b = acts["."] = () => blank(!part("blank").hidden);

  document.addEventListener("keydown", (event) => {
    if (!hasKeys || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const act = acts[event.key.toLowerCase()];
    if (act) { event.preventDefault(); act(); }
  });
  for (const control of document.querySelectorAll("[data-controls] [data-key]")) {
    control.closest(".js-only")?.classList.add("is-ready");
    control.addEventListener("click", (event) => { event.preventDefault(); acts[control.dataset.key](); });
  }
  const keys = part("keys");
  keys.closest(".js-only").classList.add("is-ready");
  keys.addEventListener("click", () => {
    hasKeys = !hasKeys;
    keys.setAttribute("aria-pressed", String(hasKeys));
    keys.textContent = hasKeys ? "Teclas encendidas" : "Teclas apagadas";
  });
  document.querySelector("[data-controls] > .js-only").classList.add("is-ready");

  function wake() {
    body.classList.add("is-awake");
    clearTimeout(asleep);
    asleep = setTimeout(() => body.classList.remove("is-awake"), AWAKE);
  }
  for (const name of ["pointermove", "pointerdown"]) addEventListener(name, wake, { passive: true });
  fit();
}

function figures(card) {
  if (card.m) return "Llegó en papel o por voz";
  const told = "s" in card ? `La apoyan ${number(card.s)} de ${number(card.n)} que la leyeron` : "";
  return [told, card.h ? `En revisión: ${number(card.h)}` : ""].filter(Boolean).join(" · ");
}

const number = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ".");
const amount = (count, one, many) => `${number(count)} ${count === 1 ? one : many}`;
const hour = (at) => at.toLocaleTimeString("es-CO", { hour: "numeric", minute: "2-digit", timeZone: "America/Bogota" });
