// The hearing on a phone. The list stays as it is while somebody reads: what is new waits behind a button.
const { search } = new URL(import.meta.url);
const beside = (name) => import(new URL(`../live/${name}.js${search}`, import.meta.url));
const [{ follow }, { asking, openOutbox, supporting, talkTo }] = await Promise.all(["feed", "writing"].map(beside));

const A_PAGE = 12;
const Z = 1.64;
const NEWS_AGAIN = 30000;
const NOWHERE = "Sin asignar";
const EXTENTS = { complete: "Se respondió en la audiencia", partial: "Se respondió en parte", in_writing: "Se responde por escrito" };
const STAGES = { preseleccionada: "Preseleccionada", siguiente: "Sigue", en_pantalla: "En pantalla", respondida_en_vivo: "Respondida en vivo" };
const GONE = "Esta pregunta salió de la lista.";
const ANSWERED = "respondida_en_vivo";

const number = new Intl.NumberFormat("es-CO");
const amount = (count, one, many) => `${number.format(count)} ${count === 1 ? one : many}`;
const listed = {
  "": (card) => waits(card),
  apoyadas: (card) => waits(card),
  nuevas: (card) => waits(card),
  oficina: (card, name) => waits(card) && (card.d || NOWHERE) === name,
  lugar: (card, name) => waits(card) && (card.p || NOWHERE) === name,
  respondidas: (card) => card.g === ANSWERED,
};
const waits = (card) => card.g !== ANSWERED && card.g !== "en_pantalla" && !card.j;
const figures = (card) => {
  if (card.m) return "Llegó en papel o de viva voz: tiene su propio turno.";
  if (card.n === undefined) return "Aún circula: pocas personas la han leído.";
  return `${amount(card.s, "apoyo", "apoyos")} de ${amount(card.n, "persona que la leyó", "personas que la leyeron")}`;
};

export default async function live(root) {
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const { code, seed, view, name } = root.dataset;
  const list = part("cards"), shown = new Set(), seen = new Set();
  const before = new Set(); // what this phone had read when it entered: dealt after all others
  const talk = talkTo(root.dataset.mine);
  const outbox = await openOutbox(code);
  let state = null, onStage, announced = 0, wasStale = false;
  const announce = (words) => { part("news").textContent = words; };
  const supports = supporting(root, { talk, announce, seen });

  const belongs = () => (state?.q ?? []).filter((card) => listed[view](card, name));
  function inOrder(cards) {
    if (view === "respondidas") return [...cards].reverse().map((card) => card.i);
    if (view === "nuevas") return cards.map((card) => card.i).sort((one, other) => other - one);
    if (view === "apoyadas") {
      const by = (one, other) => (other.s ?? 0) - (one.s ?? 0) || (other.n ?? 0) - (one.n ?? 0) || one.i - other.i;
      return [...cards].sort(by).map((card) => card.i);
    }
    const unseen = deal(cards, seed, before);
    return [...unseen, ...deal(cards, seed, unseen)];
  }
  const isOver = () => state?.state === "closed";
  const missing = () => belongs().filter((card) => !shown.has(card.i));

  function made(card) {
    const item = part("model").firstElementChild.cloneNode(true);
    item.id = `q${card.i}`;
    item.dataset.card = card.i;
    const button = item.querySelector(".support");
    if (button) button.value = card.i;
    if (button && (card.m || !waits(card))) button.remove();
    const link = item.querySelector("[data-say=link]");
    if (card.r) link.append(card.r);
    else link.remove();
    link.href = `${root.dataset.questions}${card.r}`;
    refresh(item, card);
    return item;
  }

  // What may change on a card while it is read: words of the same size, in their place; and what was hidden meanwhile.
  function refresh(item, card) {
    const say = (what, words) => {
      const place = item.querySelector(`[data-say=${what}]`);
      if (place.textContent !== words) place.textContent = words;
      return place;
    };
    say("text", card.t);
    showMembers(item, card);
    const stage = EXTENTS[card.x] ?? STAGES[card.g] ?? "";
    say("stage", stage).hidden = !stage;
    say("office", card.d ?? "");
    say("territory", card.p ?? "");
    say("figures", figures(card));
    say("held", card.h ? `Apoyos en revisión: ${number.format(card.h)}.` : "");
    const counted = card.n === undefined || card.m ? "" : `: ${amount(card.s, "apoyo", "apoyos")}`;
    const button = item.querySelector(".support");
    button?.setAttribute("aria-label", `Apoyar esta pregunta${counted}`);
    if (button) button.disabled = !waits(card) || !state.supports || state.state !== "open";
    if (button) button.hidden = false;
  }

  function showMembers(item, card) {
    const box = item.querySelector("details");
    if (!box || !state) return;
    const texts = state.q.filter((one) => card.r && one.j === card.r).map((one) => one.t);
    box.hidden = !texts.length;
    const list = box.querySelector("ul"), shown = [...list.children].map((line) => line.textContent);
    if (JSON.stringify(texts) === JSON.stringify(shown)) return;
    list.replaceChildren(...texts.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
    box.querySelector("summary").textContent = `También lo preguntaron así (${number.format(texts.length)})`;
  }

  // Its text may have been hidden from everybody: nothing of it stays, and nothing else moves.
  function empty(item) {
    item.style.minHeight ||= `${item.offsetHeight}px`;
    item.querySelector("[data-say=text]").textContent = GONE;
    for (const what of ["stage", "office", "territory", "figures", "held"]) item.querySelector(`[data-say=${what}]`).textContent = "";
    const button = item.querySelector(".support"), box = item.querySelector("details");
    if (button) button.hidden = true;
    if (button) button.setAttribute("aria-label", "Apoyar esta pregunta");
    if (box) box.hidden = true;
    box?.querySelector("ul").replaceChildren();
  }

  function add(numbers, isFirst) {
    const cards = new Map(state.q.map((card) => [card.i, card]));
    const items = numbers.map((one) => made(cards.get(one)));
    numbers.forEach((one) => shown.add(one));
    if (isFirst) list.prepend(...items);
    else list.append(...items);
    items.forEach(supports.watch);
    part("empty")?.remove();
    return items[0];
  }

  part("fresh").addEventListener("click", () => {
    const first = add(inOrder(missing()).slice(0, A_PAGE), true);
    showFresh();
    const title = first?.querySelector("h3");
    title?.setAttribute("tabindex", "-1");
    title?.focus();
  });

  root.addEventListener("click", (event) => {
    const more = event.target.closest('[data-part="pages"] a[rel=next]');
    if (!more || !state || !missing().length) return;
    event.preventDefault();
    const first = add(inOrder(missing()).slice(0, A_PAGE), false);
    more.hidden = !missing().length;
    showFresh();
    first?.querySelector("a, button")?.focus();
  });

  const known = new Set();
  function showFresh() {
    const fresh = missing().filter((card) => !known.has(card.i));
    const button = part("fresh"), words = fresh.length ? `Ver ${amount(fresh.length, "nueva", "nuevas")}` : "";
    if (button.textContent !== words) button.textContent = words;
    button.hidden = !fresh.length;
    if (!fresh.length || Date.now() - announced < NEWS_AGAIN) return;
    announced = Date.now();
    announce(`Hay ${amount(fresh.length, "pregunta nueva", "preguntas nuevas")}.`);
  }

  function showStage() {
    const cards = new Map(state.q.map((card) => [card.i, card])), now = cards.get(state.now);
    const words = now?.t ?? (isOver() ? "La audiencia terminó." : "Todavía no hay una pregunta en la pantalla.");
    if (part("now").textContent !== words) part("now").textContent = words;
    part("now-title").textContent = now ? "Se responde ahora" : "Ahora";
    const why = state.override ? `Elegida por moderación: ${state.override}` : state.item;
    if (part("why").textContent !== why) part("why").textContent = why;
    const next = state.next.map((one) => cards.get(one)?.t).filter(Boolean);
    part("following-box").hidden = !next.length;
    part("following").replaceChildren(...next.map((one) => Object.assign(document.createElement("li"), { textContent: one })));
    if (onStage !== undefined && onStage !== state.now && now) announce("Ahora se responde otra pregunta.");
    onStage = state.now;
  }

  function showAge(age, isStale) {
    if (isOver()) {
      isStale = false; // nobody publishes any more
      root.querySelector(".live__head .tone-good")?.remove(); // «En vivo»
    }
    const words = isOver() ? "La audiencia terminó." : !Number.isFinite(age) ? "Sin conexión con la sala"
      : isStale ? `Sin conexión. Datos de hace ${age < 90 ? `${age} s` : `${Math.round(age / 60)} min`}` : `En vivo. Datos de hace ${age} s`;
    part("age-line").classList.add("is-ready");
    part("age-line").classList.toggle("is-stale", isStale);
    part("age").textContent = words;
    if (isStale !== wasStale && isStale) announce("Sin conexión. Lo que escriba queda en este teléfono.");
    wasStale = isStale;
  }

  function told(fresh, { age, isStale }) {
    if (fresh && state?.v !== fresh.v) {
      const isFirst = state === null;
      state = fresh;
      // what was there when the page was opened is not new, only further down
      if (isFirst) for (const card of belongs()) known.add(card.i);
      showStage();
      const cards = new Map(state.q.map((card) => [card.i, card]));
      for (const item of list.querySelectorAll("[data-card]")) {
        const card = cards.get(Number(item.dataset.card));
        if (card) refresh(item, card);
        else empty(item);
      }
      showFresh();
    }
    showAge(age, isStale);
  }

  for (const item of list.children) {
    shown.add(Number(item.dataset.card));
    supports.watch(item);
  }
  await asking(root, { outbox, talk, announce, support: supports.support });
  const feed = follow(root.dataset.feed, code, told);
  setInterval(() => { if (!document.hidden) showAge(feed.age(), wasStale || feed.age() > 60); }, 5000);
  talk.enter().then((mine) => {
    for (const one of mine.seen) before.add(one), seen.add(one);
    supports.know(mine.supports);
  }).catch(() => {});
}

// The same as `deal` of participa/hearings/order.py.
function wilson(supports, readers) {
  if (!(readers > 0)) return 0;
  const share = Math.min(supports, readers) / readers, square = Z * Z;
  const spread = Z * Math.sqrt((share * (1 - share)) / readers + square / (4 * readers * readers));
  return Math.max((share + square / (2 * readers) - spread) / (1 + square / readers), 0);
}

function startOf(seed) {
  let mixed = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(seed)) mixed = Math.imul(mixed ^ byte, 0x01000193);
  return mixed;
}

function lot(start, number) {
  let mixed = start ^ Math.imul(number, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

export function deal(cards, seed, seen = []) {
  const skipped = new Set(seen), start = startOf(seed);
  const unseen = cards.filter((card) => !skipped.has(card.i)).map((card) => ({
    i: card.i, readers: card.n ?? 0, bound: wilson(card.s ?? 0, card.n ?? 0), lot: lot(start, card.i),
  }));
  const bySupport = [...unseen].sort((one, other) => other.bound - one.bound || one.lot - other.lot);
  const byReading = [...unseen].sort((one, other) => one.readers - other.readers || one.lot - other.lot);
  return [...new Set(bySupport.flatMap((card, place) => [card.i, byReading[place].i]))];
}
