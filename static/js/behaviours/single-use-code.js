// The mail with a single-use code brings it after the # of the address, which no server sees.
// It is put into the field and taken out of the address, so that it stays in no history.
export default function singleUseCode(input) {
  const code = new URLSearchParams(location.hash.slice(1)).get("codigo");
  if (!code) return;
  history.replaceState(null, "", location.pathname + location.search);
  if (/^[0-9a-z]{5}-?[0-9a-z]{5}$/i.test(code) && !input.value) input.value = code.toUpperCase();
}
