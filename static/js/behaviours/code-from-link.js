// The QR of a receipt brings the follow code after the # of the address, which no server sees.
// It is put into the field and taken out of the address, so that it stays in no history.
import { problemWith } from "../follow-code.js";

export default function codeFromLink(input) {
  const code = new URLSearchParams(location.hash.slice(1)).get("codigo");
  if (!code) return;
  history.replaceState(null, "", location.pathname + location.search);
  if (problemWith(code) !== "" || input.value) return;
  input.value = code;
  input.dispatchEvent(new Event("code-from-link", { bubbles: true }));
}
