// Shape of a follow code: 16 characters, no I, L, O or U, the last one a check character.
export const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const LENGTH = 16;

// The same forgiveness as the server: case, spaces, hyphens, O for 0, I and L for 1.
export function normalise(text) {
  return text.toUpperCase().replace(/[\s\u2010-\u2015-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
}

// The last character, from the other fifteen. Same arithmetic as participa/questions/codes.py:
// a sum with weights in the field of 32 elements, so one wrong character or two exchanged ones are noticed.
export function checkCharacter(secret) {
  let total = 0;
  for (const letter of secret) {
    const sum = total ^ ALPHABET.indexOf(letter);
    total = (sum << 1) ^ (sum & 16 ? 0b100101 : 0);
  }
  return ALPHABET[total];
}

// "" when it looks right, otherwise what to tell the person.
export function problemWith(text) {
  const code = normalise(text);
  if (code === "") return "";
  for (const letter of code) {
    if (!ALPHABET.includes(letter)) return `El código no lleva «${letter}». Compárelo con su comprobante.`;
  }
  if (code.length !== LENGTH) return `El código tiene ${LENGTH} letras y números. Usted escribió ${code.length}.`;
  if (checkCharacter(code.slice(0, -1)) !== code.at(-1)) {
    return "Hay una letra o un número cambiado. Compárelo con su comprobante.";
  }
  return "";
}
