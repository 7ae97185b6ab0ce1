// Saves what an office writes to the server after each pause; without signal it stays on this device, and says so.
// <form data-behaviour="autosave" data-autosave="/…/guardado" data-draft-key="respuesta-…"> with one textarea,
// and [data-draft-status], [data-draft-restore], [data-draft-clear] inside. Without this file the button saves.
const PAUSE = 4000;
const MINUTE = 60000;
const SENT = ["body", "revision", "csrf_token"];

export default function autosave(form) {
  const key = `participa.draft.${form.dataset.draftKey}`;
  const text = form.querySelector("textarea");
  const status = form.querySelector("[data-draft-status]");
  const restore = form.querySelector("[data-draft-restore]");
  const clear = form.querySelector("[data-draft-clear]");
  const part = (name) => form.querySelector(`[name$="${name}"]`);
  let pause, savedAt = 0, saved = text.value, isBusy = false, isStopped = false;

  const say = (words) => { if (status.textContent !== words) status.textContent = words; };
  const offer = (isKept) => { restore.hidden = !isKept; clear.hidden = !isKept; };
  const forget = () => { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } };

  function keepHere(words) {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), text: text.value }));
      say(`${words}: queda en este equipo`);
    } catch {
      say(`${words}. Este equipo no lo puede guardar: no cierre la página`);
    }
  }

  function ago() {
    const minutes = Math.floor((Date.now() - savedAt) / MINUTE);
    if (minutes < 1) return "Guardado hace un momento";
    return `Guardado hace ${minutes} ${minutes === 1 ? "minuto" : "minutos"}`;
  }

  async function save() {
    clearTimeout(pause);
    if (isBusy || isStopped || text.value === saved || !text.value.trim()) return;
    isBusy = true;
    const sending = text.value;
    const body = new URLSearchParams();
    for (const name of SENT) body.set(part(name).name, part(name).value);
    say("Guardando…");
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, redirect: "error" });
      const told = await answer.json().catch(() => ({}));
      if (answer.ok) {
        part("revision").value = told.revision;
        saved = sending;
        savedAt = Date.now();
        forget();
        offer(false);
        say(ago());
      } else {
        // somebody else wrote, or the session ended: the button shows what happened and loses nothing
        isStopped = answer.status === 409;
        keepHere(told.words ? told.words.replace(/\.$/, "") : "No se pudo guardar");
      }
    } catch {
      keepHere("Sin conexión");
    }
    isBusy = false;
    if (!isStopped && text.value !== sending) pause = setTimeout(save, PAUSE);
  }

  function show() {
    let kept;
    try { kept = JSON.parse(localStorage.getItem(key)); } catch { return; }
    if (!kept?.text || kept.text === text.value) return forget();
    say("En este equipo hay un texto suyo sin guardar.");
    offer(true);
    restore.addEventListener("click", () => {
      text.value = kept.text;
      text.dispatchEvent(new Event("input", { bubbles: true }));
      offer(false);
      text.focus();
    });
  }

  clear.addEventListener("click", () => { forget(); offer(false); say(""); text.focus(); });
  form.querySelector("[data-draft-line]")?.classList.add("is-ready");
  text.addEventListener("input", () => {
    if (isStopped) return keepHere("Sin guardar");
    clearTimeout(pause);
    pause = setTimeout(save, PAUSE);
  });
  addEventListener("online", save);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  form.addEventListener("submit", () => {
    clearTimeout(pause);
    isStopped = true;
    // until a page shows that it arrived, a copy stays here
    try { localStorage.setItem(key, JSON.stringify({ at: Date.now(), text: text.value })); } catch { /* no storage */ }
  });
  setInterval(() => { if (savedAt && !isBusy && !isStopped && text.value === saved) say(ago()); }, MINUTE / 4);
  show();
}
