// Finds names as the server does: accents do not matter, a part is enough, one wrong letter is forgiven.
const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/g, " ").trim();

function isNear(one, other) {
  if (Math.abs(one.length - other.length) > 1) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const [a, b] = [one.slice(at), other.slice(at)];
  const exchanged = a.length > 1 && a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
  return a.slice(1) === b.slice(1) || a === b.slice(1) || a.slice(1) === b || exchanged;
}

export function matches(typed, name) {
  const wanted = plain(typed).split(" ").filter(Boolean);
  const words = plain(name).split(" ");
  const begins = (word) => words.some((full) => full.startsWith(word) || (word.length > 3 && isNear(word, full)));
  return wanted.length > 0 && wanted.every(begins);
}

export const sameName = (one, other) => plain(one).split(" ").sort().join() === plain(other).split(" ").sort().join();
