// Saves a long form of the team to the server after each pause; without signal it stays on this device, and says so.
// <form data-behaviour="autosave-form" data-autosave="/…/guardado" data-draft-key="equipo-7-informe-3" data-saved-at="…">
// with a field named revision, and [data-draft-status], [data-draft-restore], [data-draft-clear] inside. What is sent is
// every field with a name but files. The key names the person. Without this file the button saves.
const PAUSE = 4000;
const LONGEST_WAIT = 15000;
const APART = ["revision", "csrf_token", "then"];
const WHEN = { day: "numeric", month: "long", hour: "numeric", minute: "2-digit" };

export default function autosaveForm(form) {
  const key = `participa.draft.${form.dataset.draftKey}`;
  const [status, restore, clear] = ["status", "restore", "clear"].map((name) => form.querySelector(`[data-draft-${name}]`));
  const fields = [...form.elements].filter((one) => one.name && one.type !== "file" && !APART.includes(one.name) && one.matches("textarea, input"));
  const values = () => Object.fromEntries(fields.map((one) => [one.name, one.value]));
  const asText = () => JSON.stringify(values());
  let saved = asText(), pause, isBusy = false, isStopped = false, afterSaving = null;

  const say = (words) => { if (status.textContent !== words) status.textContent = words; };
  const offer = (isKept) => { restore.hidden = !isKept; clear.hidden = !isKept; };
  const forget = () => { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } };

  function keep(isSent = false) {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: values(), isSent }));
      return true;
    } catch {
      return false;
    }
  }

  function keepHere(words) {
    say(keep() ? `${words}: queda en este equipo` : `${words}. Este equipo no lo puede guardar: no cierre la página`);
  }

  async function save() {
    clearTimeout(pause);
    const sending = asText();
    if (isBusy || isStopped || sending === saved) return;
    isBusy = true;
    say("Guardando…");
    const body = new URLSearchParams(values());
    for (const name of ["revision", "csrf_token"]) body.set(name, form.elements[name].value);
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body, redirect: "error", headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(LONGEST_WAIT),
      });
      const told = await answer.json().catch(() => ({}));
      if (answer.ok) {
        form.elements.revision.value = told.revision;
        saved = sending;
        if (asText() === sending) forget();
        offer(false);
        say("Guardado hace un momento");
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
    if (!isStopped && asText() !== sending) pause = setTimeout(save, PAUSE);
  }

  function show() {
    let kept;
    try { kept = JSON.parse(localStorage.getItem(key)); } catch { return; }
    if (!kept?.values || JSON.stringify(kept.values) === saved) return forget();
    const isOlder = kept.at < Number(form.dataset.savedAt);
    say(`En este equipo hay un texto suyo${isOlder ? " más viejo que este" : " sin guardar"} (${new Date(kept.at).toLocaleString("es-CO", WHEN)}).`);
    offer(true);
    restore.addEventListener("click", () => {
      for (const one of fields) if (one.name in kept.values) one.value = kept.values[one.name];
      offer(false);
      fields[0].focus();
      pause = setTimeout(save, PAUSE);
    });
  }

  clear.addEventListener("click", () => { forget(); offer(false); say(""); });
  form.querySelector("[data-draft-line]")?.classList.add("is-ready");
  form.addEventListener("input", () => {
    if (isStopped) return keepHere("Sin guardar");
    clearTimeout(pause);
    pause = setTimeout(save, PAUSE);
  });
  addEventListener("online", save);
  document.addEventListener("visibilitychange", () => { if (document.hidden && !isStopped && asText() !== saved) { keep(); save(); } });
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
  show();
}
