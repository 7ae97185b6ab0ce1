// Saves what an office writes to the server after each pause; without signal it stays on this device, and says so.
// <form data-behaviour="autosave" data-autosave="/…/guardado" data-draft-key="equipo-7-respuesta-…" data-saved-at="…">
// with one textarea, and [data-draft-status], [data-draft-restore], [data-draft-clear] inside. The key names the person:
// nobody else who uses this device is shown it. Without this file the button saves.
const PAUSE = 4000;
const LONGEST_WAIT = 15000;
const MINUTE = 60000;
const SENT = ["body", "revision", "csrf_token"];
const WHEN = { day: "numeric", month: "long", hour: "numeric", minute: "2-digit" };

export default function autosave(form) {
  const key = `participa.draft.${form.dataset.draftKey}`;
  const text = form.querySelector("textarea");
  const status = form.querySelector("[data-draft-status]");
  const restore = form.querySelector("[data-draft-restore]");
  const clear = form.querySelector("[data-draft-clear]");
  const part = (name) => form.querySelector(`[name$="${name}"]`);
  let pause, savedAt = 0, saved = text.value, isBusy = false, isStopped = false, afterSaving = null;

  const say = (words) => { if (status.textContent !== words) status.textContent = words; };
  const offer = (isKept) => { restore.hidden = !isKept; clear.hidden = !isKept; };
  const forget = () => { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } };

  function keep(isSent = false) {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), text: text.value, isSent }));
      return true;
    } catch {
      return false;
    }
  }

  function keepHere(words) {
    say(keep() ? `${words}: queda en este equipo` : `${words}. Este equipo no lo puede guardar: no cierre la página`);
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
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body, redirect: "error", headers: { Accept: "application/json" },
        keepalive: document.hidden, signal: AbortSignal.timeout(LONGEST_WAIT),
      });
      const told = await answer.json().catch(() => ({}));
      if (answer.ok) {
        part("revision").value = told.revision;
        saved = sending;
        savedAt = Date.now();
        if (text.value === sending) forget();
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
    if (afterSaving) return afterSaving();
    if (!isStopped && text.value !== sending) pause = setTimeout(save, PAUSE);
  }

  function show() {
    let kept;
    try { kept = JSON.parse(localStorage.getItem(key)); } catch { return; }
    if (!kept?.text || kept.text.trim() === text.value.trim()) return forget();
    const at = new Date(kept.at).toLocaleString("es-CO", WHEN);
    const isOlder = kept.at < Number(form.dataset.savedAt);
    say(`En este equipo hay un texto suyo${isOlder ? " más viejo que este" : " sin guardar"} (${at}).`);
    offer(true);
    restore.addEventListener("click", () => {
      text.value = kept.text;
      text.dispatchEvent(new Event("input", { bubbles: true }));
      offer(false);
      text.focus();
    });
  }

  // The page may be going away: what is not on the server stays here until it is.
  function leave() {
    if (text.value === saved || !text.value.trim()) return;
    keep();
    save();
  }

  clear.addEventListener("click", () => { forget(); offer(false); say(""); text.focus(); });
  form.querySelector("[data-draft-line]")?.classList.add("is-ready");
  text.addEventListener("input", () => {
    if (isStopped) return keepHere("Sin guardar");
    clearTimeout(pause);
    pause = setTimeout(save, PAUSE);
  });
  addEventListener("online", save);
  document.addEventListener("visibilitychange", () => { if (document.hidden && !isStopped) leave(); });
  form.addEventListener("submit", (event) => {
    clearTimeout(pause);
    if (isBusy && !afterSaving && form.requestSubmit) {
      // what is on its way brings another revision: with it the button collides with nobody
      event.preventDefault();
      const button = event.submitter;
      afterSaving = () => setTimeout(() => form.requestSubmit(button));
      return;
    }
    isStopped = true;
    keep(true);  // until a page shows that it arrived, a copy stays here
  });
  addEventListener("pageshow", (event) => { if (event.persisted) { isStopped = false; afterSaving = null; } });
  setInterval(() => { if (savedAt && !isBusy && !isStopped && text.value === saved) say(ago()); }, MINUTE / 4);
  show();
}
