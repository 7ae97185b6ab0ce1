// Keeps what is being written on this device, so a lost signal or a closed page loses nothing.
// <form data-behaviour="draft" data-draft-key="ronda-7"> with {{ draft_status() }} inside.
// Only textareas and fields marked data-draft are kept: never names, mails or phones.
// The draft is forgotten on the receipt page (data-clears-draft), not when sending: sending may fail.
const PAUSE = 700;
const DAYS = 30;

export default function draft(form) {
  const key = `participa.draft.${form.dataset.draftKey || location.pathname}`;
  const line = form.querySelector("[data-draft-line]");
  const status = form.querySelector("[data-draft-status]");
  const clear = form.querySelector("[data-draft-clear]");
  const device = matchMedia("(pointer: coarse)").matches ? "este teléfono" : "este computador";
  const fields = [...form.querySelectorAll("textarea[name], [data-draft][name]")];
  const isTick = (field) => field.type === "radio" || field.type === "checkbox";
  const isFilled = (field) => (isTick(field) ? field.checked : field.value.trim() !== "");
  let pause;

  const say = (words, kept) => {
    if (status && status.textContent !== words) status.textContent = words;
    if (clear) clear.hidden = !kept;
  };
  const kept = `Guardada en ${device}, sin enviar`;

  function save() {
    clearTimeout(pause);
    const values = {};
    for (const field of fields.filter(isFilled)) {
      if (isTick(field)) (values[field.name] ??= []).push(field.value);
      else values[field.name] = field.value;
    }
    try {
      if (Object.keys(values).length === 0) {
        localStorage.removeItem(key);
        return say("", false);
      }
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
      say(kept, true);
    } catch {
      say(`No se puede guardar en ${device}. Envíela antes de cerrar.`, false);
    }
  }

  function restore() {
    let stored;
    try {
      stored = JSON.parse(localStorage.getItem(key));
    } catch {
      return;
    }
    if (!stored?.values) return;
    if (Date.now() - stored.at > DAYS * 864e5) return localStorage.removeItem(key);
    // what the server sent back after an error is newer than the draft
    const newer = new Set(fields.filter(isFilled).map((field) => field.name));
    let found = false;
    for (const field of fields) {
      const value = stored.values[field.name];
      if (!value || newer.has(field.name) || (isTick(field) && !value.includes(field.value))) continue;
      if (isTick(field)) field.checked = true;
      else field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      found = true;
    }
    if (!found) return;
    form.dispatchEvent(new Event("restored"));
    save();
  }

  if (clear) {
    clear.textContent = `Borrar de ${device}`;
    clear.addEventListener("click", () => {
      clearTimeout(pause);
      try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
      for (const field of fields) {
        if (isTick(field)) field.checked = false;
        else field.value = "";
        field.dispatchEvent(new Event("input"));
      }
      clearTimeout(pause);
      say(`Borrada de ${device}`, false);
      fields[0]?.focus();
    });
  }
  line?.classList.add("is-ready");

  for (const field of fields) {
    field.addEventListener("input", () => {
      say("Escribiendo…", false);
      clearTimeout(pause);
      pause = setTimeout(save, PAUSE);
    });
  }
  restore();
  addEventListener("pagehide", () => { if (fields.some(isFilled)) save(); });
}
