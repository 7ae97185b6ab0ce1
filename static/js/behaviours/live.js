// The hearing on a phone. While somebody reads, the list stays as it is: what is new waits.
const { search } = new URL(import.meta.url);
const beside = (name) => import(new URL(`../live/${name}.js${search}`, import.meta.url));
const [{ follow }, { asking, openOutbox, supporting, talkTo }] = await Promise.all(["feed", "writing"].map(beside));

const A_PAGE = 12;
const NEWS_AGAIN = 30000;
const NOWHERE = "Sin asignar";
const GONE = "Esta pregunta salió de la lista.";
const OVER = "La audiencia terminó.";
const ANSWERED = "respondida_en_vivo";

const number = new Intl.NumberFormat("es-CO");
const amount = (count, one, many) => `${number.format(count)} ${count === 1 ? one : many}`;
const listed = {
  oficina: (card, name) => waits(card) && (card.d || NOWHERE) === name,
  lugar: (card, name) => waits(card) && (card.p || NOWHERE) === name,
  respondidas: (card) => card.g === ANSWERED,
};
const lines = (texts) => texts.map((words) => Object.assign(document.createElement("li"), { textContent: words }));
const waits = (card) => card.g !== ANSWERED && card.g !== "en_pantalla" && !card.j;
function put(place, words) {
  if (place.textContent !== words) place.textContent = words;
  return place;
}
const figures = (card) => {
  if (card.m) return "Llegó en papel o de viva voz: tiene su propio turno.";
  if (card.n === undefined) return "Aún circula: pocas personas la han leído.";
  return `${amount(card.s, "apoyo", "apoyos")} de ${amount(card.n, "persona que la leyó", "personas que la leyeron")}`;
};

export default async function live(root) {
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const { code, seed, view, name } = root.dataset;
  const list = part("cards"), shown = new Set(), seen = new Set();
  const before = new Set(); // read at an earlier visit: dealt after all others
  const talk = talkTo(root.dataset.mine);
  const outbox = await openOutbox(code);
  let state = null, phase = root.dataset.state, onStage, announced = 0, wasStale = false;
  const announce = (words) => { part("news").textContent = words; };
  const supports = supporting(root, { talk, seen });

  const { own, ...labels } = JSON.parse(root.dataset.labels);
  const belongs = () => (state?.q ?? []).filter((card) => (listed[view] ?? waits)(card, name));
  const isOver = () => phase === "closed";
  const missing = () => belongs().filter((card) => !shown.has(card.i));

  function made(card) {
    const item = part("model").firstElementChild.cloneNode(true);
    item.id = `q${card.i}`;
    item.dataset.card = card.i;
    const button = item.querySelector(".support");
    button.value = card.i;
    button.hidden ||= !waits(card);
    if (card.m) button.remove();
    const link = item.querySelector("[data-say=link]");
    if (card.r) link.append(card.r);
    else link.remove();
    link.href = `${root.dataset.questions}${card.r}`;
    refresh(item, card);
    return item;
  }

  // Words of the same size, in their place: nothing moves while somebody reads.
  function refresh(item, card) {
    const say = (what, words) => put(item.querySelector(`[data-say=${what}]`), words);
    say("text", card.t);
    showMembers(item, card);
    const stage = labels[card.x] ?? labels[card.g] ?? "";
    say("stage", stage).hidden = !stage;
    say("office", card.d ?? "");
    say("territory", card.p ?? "");
    say("figures", figures(card));
    say("held", card.h ? `Apoyos en revisión: ${number.format(card.h)}.` : "");
    const counted = card.n === undefined || card.m ? "" : `: ${amount(card.s, "apoyo", "apoyos")}`;
    const button = item.querySelector(".support");
    if (!button) return;
    button.setAttribute("aria-label", `Apoyar esta pregunta${counted}`);
    button.disabled = !waits(card) || !state.supports || phase !== "open";
    if (waits(card) && !isOver()) button.hidden = false;
  }

  function showMembers(item, card) {
    const box = item.querySelector("details");
    const texts = state.q.filter((one) => card.r && one.j === card.r).map((one) => one.t);
    box.hidden = !texts.length;
    const list = box.querySelector("ul");
    if (list.textContent === texts.join("")) return;
    list.replaceChildren(...lines(texts));
    box.querySelector("summary").textContent = `También lo preguntaron así (${number.format(texts.length)})`;
  }

  // Hidden from everybody: nothing of it stays, and nothing else moves.
  function empty(item) {
    item.style.minHeight ||= `${item.offsetHeight}px`;
    item.querySelector("[data-say=text]").textContent = GONE;
    for (const one of item.querySelectorAll("span[data-say]")) one.textContent = "";
    const button = item.querySelector(".support"), box = item.querySelector("details");
    button?.setAttribute("aria-label", "Apoyar esta pregunta");
    if (button) button.hidden = true;
    box.hidden = true;
    box.querySelector("ul").replaceChildren();
  }

  async function add(isFirst) {
    const order = await beside("order").catch(() => null);
    const found = missing(), numbers = order ? order.inOrder(found, view, seed, before) : found.map((card) => card.i);
    const cards = new Map(found.map((card) => [card.i, card]));
    const items = numbers.slice(0, A_PAGE).map((one) => made(cards.get(one)));
    for (const item of items) shown.add(Number(item.dataset.card));
    if (isFirst) list.prepend(...items);
    else list.append(...items);
    items.forEach(supports.watch);
    part("empty")?.remove();
    showFresh();
    return items[0];
  }

  part("fresh").addEventListener("click", async () => {
    const first = await add(true);
    const title = first?.querySelector("h3");
    title?.setAttribute("tabindex", "-1");
    title?.focus();
  });

  root.addEventListener("click", async (event) => {
    const more = event.target.closest('[data-part="pages"] a[rel=next]');
    if (!more || !state || !missing().length) return;
    event.preventDefault();
    const first = await add(false);
    more.hidden = !missing().length;
    first?.querySelector("a, button")?.focus();
  });

  const known = new Set();
  function showFresh() {
    const fresh = missing().filter((card) => !known.has(card.i));
    put(part("fresh"), fresh.length ? `Ver ${amount(fresh.length, "nueva", "nuevas")}` : "").hidden = !fresh.length;
    if (!fresh.length || Date.now() - announced < NEWS_AGAIN) return;
    announced = Date.now();
    announce(`Hay ${amount(fresh.length, "pregunta nueva", "preguntas nuevas")}.`);
  }

  function showStage() {
    const cards = new Map(state.q.map((card) => [card.i, card])), now = cards.get(state.now);
    put(part("now"), now?.t ?? (isOver() ? OVER : "Todavía no hay una pregunta en la pantalla."));
    put(part("now-title"), now ? "Se responde ahora" : "Ahora");
    put(part("why"), state.override ? `Elegida por moderación: ${state.override}` : state.item);
    const next = state.next.map((one) => cards.get(one)?.t).filter(Boolean);
    part("following-box").hidden = !next.length;
    part("following").replaceChildren(...lines(next));
    if (onStage !== undefined && onStage !== state.now && now) announce("Ahora se responde otra pregunta.");
    onStage = state.now;
  }

  function showAge(age, isStale) {
    isStale &&= !isOver();
    const words = isOver() ? OVER : !Number.isFinite(age) ? "Sin conexión con la sala"
      : isStale ? `Sin conexión. Datos de hace ${age < 90 ? `${age} s` : `${Math.round(age / 60)} min`}` : `${phase === "open" ? "En vivo. " : ""}Datos de hace ${age} s`;
    part("age-line").classList.add("is-ready");
    part("age-line").classList.toggle("is-stale", isStale);
    part("age").textContent = words;
    if (isStale !== wasStale && isStale) announce("Sin conexión. Lo que escriba queda en este teléfono.");
    wasStale = isStale;
  }

  function showPhase(name) {
    if (name === phase) return;
    phase = name;
    for (const one of root.querySelectorAll("[data-when]")) one.hidden = one.dataset.when !== phase;
    if (isOver() && root.dataset.minutes) part("minutes").href = root.dataset.minutes;
    announce(isOver() ? OVER : "La audiencia ya empezó.");
  }

  // What somebody is writing is received all the same.
  function showAsking() {
    const mayAsk = state.asks || isOver(), isWriting = part("ask").elements.body.value;
    part("no-asking").hidden = mayAsk;
    part("asking").hidden = !mayAsk && !isWriting;
    part("no-supports").hidden = state.supports || phase !== "open";
  }

  function standing(radicado) {
    const find = (one) => one && state?.q.find((card) => card.r === one), mine = find(radicado);
    if (!mine) return "";
    const first = find(mine.j) ?? mine, stage = labels[first.x] ?? own[first.g] ?? labels[first.g];
    return mine.j ? `Unida a la pregunta ${mine.j}${stage ? `: ${stage.toLowerCase()}` : ""}` : stage ?? own.published;
  }

  function show(fresh) {
    const isFirst = state === null;
    state = fresh;
    showPhase(state.state);
    // what was there when the page was opened is not new, only further down
    if (isFirst) for (const card of belongs()) known.add(card.i);
    showStage();
    showAsking();
    const cards = new Map(state.q.map((card) => [card.i, card]));
    for (const item of list.querySelectorAll("[data-card]")) {
      const card = cards.get(Number(item.dataset.card));
      if (card) refresh(item, card);
      else empty(item);
    }
    showFresh();
    questions.follow();
  }

  function told(fresh, { age, isStale, isGone }) {
    if (isGone) lookForEnd();
    else if (fresh && state?.v !== fresh.v) show(fresh);
    showAge(age, isStale);
  }

  // There are no files: it ended long ago, was erased, or the first is not written yet.
  async function lookForEnd() {
    const found = isOver() ? {} : await talk.enter().catch((fault) => fault);
    if (!isOver() && !found.isFinal && found.state !== "closed") return;
    feed.stop();
    if (state) show({ ...state, state: "closed", now: null, next: [] });
    else showPhase("closed");
    showAge(Infinity, false);
  }

  for (const item of list.children) {
    shown.add(Number(item.dataset.card));
    supports.watch(item);
  }
  const questions = await asking(root, { outbox, talk, announce, standing, beside, support: supports.support });
  const feed = follow(root.dataset.feed, code, told);
  setInterval(() => { if (!document.hidden) showAge(feed.age(), wasStale || feed.age() > 60); }, 5000);
  talk.enter().then((mine) => {
    for (const one of mine.seen) before.add(one), seen.add(one);
    supports.know(mine.supports);
  }).catch(() => {});
}
