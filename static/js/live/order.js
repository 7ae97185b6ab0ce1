// The order of the cards that somebody asks to see, loaded only then.
const Z = 1.64;

export function inOrder(cards, view, seed, seen) {
  if (view === "respondidas") return [...cards].reverse().map((card) => card.i);
  if (view === "nuevas") return cards.map((card) => card.i).sort((one, other) => other - one);
  if (view === "apoyadas") {
    const by = (one, other) => (other.s ?? 0) - (one.s ?? 0) || (other.n ?? 0) - (one.n ?? 0) || one.i - other.i;
    return [...cards].sort(by).map((card) => card.i);
  }
  const unseen = deal(cards, seed, seen);
  return [...unseen, ...deal(cards, seed, unseen)];
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
