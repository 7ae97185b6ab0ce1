// A button that copies the text of the element named in data-copy.
export default function copy(box) {
  const source = document.getElementById(box.dataset.copy);
  const button = box.querySelector("button");
  const status = box.querySelector("[role=status]");
  if (!source || !button || !navigator.clipboard) return;
  box.classList.add("is-ready");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      if (status) status.textContent = "Copiado.";
    } catch {
      if (status) status.textContent = "No se pudo copiar. Tómele una foto.";
    }
    setTimeout(() => { if (status) status.textContent = ""; }, 6000);
  });
}
