// Takes the words selected in the text into the first empty row; spare rows stay folded until they are needed.
export default function redact(box) {
  const original = box.querySelector("[data-original]");
  const button = box.querySelector("[data-take]");
  const said = box.querySelector("[data-said]");
  const rows = [...box.querySelectorAll("[data-part]")];
  if (!original || !button || !rows.length) return;
  const words = (row) => row.querySelector("input");
  button.closest(".js-only").classList.add("is-ready");
  rows.forEach((row) => { if (row.hasAttribute("data-spare")) row.hidden = true; });
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    const selection = document.getSelection();
    const inside = selection.rangeCount && original.contains(selection.getRangeAt(0).commonAncestorContainer);
    const chosen = inside ? selection.toString().trim().replace(/\s+/g, " ") : "";
    const row = rows.find((each) => !words(each).value.trim());
    if (!chosen) { said.textContent = "Primero seleccione palabras del texto."; return; }
    if (!row) { said.textContent = "Ya no hay más casillas. Publique estas y siga después."; return; }
    row.hidden = false;
    words(row).value = chosen;
    said.textContent = `Agregamos «${chosen}». Elija su motivo.`;
    row.querySelector("select").focus();
  });
}
