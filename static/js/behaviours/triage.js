// The queue by keyboard: a key presses its button or goes to its field. Never while somebody types.
const RENEW = 60000;
const TYPING = "input:not([type=submit]):not([type=button]), textarea, select, [contenteditable]";

export default function triage(section) {
  const help = document.getElementById("teclas");
  if (section.dataset.keys === "on") listen(section);
  section.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-key]");
    if (!link) return;
    event.preventDefault();
    goTo(link.hash.slice(1));
  });
  for (const form of document.querySelectorAll("[data-enter]")) enterSends(form);
  countDown(section);
  if (help && location.hash === "#teclas") help.open = true;
  return keepLease(section);
}

function listen(section) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (pickReason(event)) return;
    if (event.target.closest(TYPING)) {
      if (event.key === "Escape") section.focus();
      return;
    }
    const button = section.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!button || button.closest("[hidden]")) return;
    event.preventDefault();
    if (button.tagName === "A") goTo(button.hash.slice(1));
    else button.click();
  });
}

// A number chooses the reason, but only among the reasons: it never confirms.
function pickReason(event) {
  const reasons = event.target.closest("#reservar fieldset");
  if (!reasons || event.target.closest("textarea") || !/^[1-9]$/.test(event.key)) return false;
  const choice = reasons.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
  if (!choice) return false;
  event.preventDefault();
  choice.checked = true;
  choice.focus();
  return true;
}

function goTo(id) {
  const target = document.getElementById(id);
  if (!target) return;
  const closed = target.closest("details");
  if (closed) closed.open = true;
  const field = target.matches("details") ? target.querySelector("summary") : target;
  field.focus();
  field.scrollIntoView({ block: "center" });
}

// In a list Enter does nothing by itself: here it sends the form.
function enterSends(form) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "SELECT" || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

// The server decides; this only says that the time is over.
function countDown(section) {
  const form = section.querySelector("[data-undo]");
  if (!form) return;
  setTimeout(() => {
    if (form.contains(document.activeElement)) section.focus();
    form.hidden = true;
    form.parentElement.querySelector("[data-too-late]").hidden = false;
  }, Number(form.dataset.undo) * 1000);
}

// A free question is taken when it is opened; who works keeps it.
function keepLease(section) {
  const form = section.querySelector("[data-lease]");
  if (!form) return;
  let last = form.dataset.lease === "mine" ? Date.now() : 0;
  const renew = async () => {
    if (Date.now() - last < RENEW) return;
    last = Date.now();
    try {
      const body = new FormData(form);
      body.set("solo", "1"); // nobody pressed the button: who has it already keeps it
      const answer = await fetch(form.action, { method: "POST", body, redirect: "error" });
      const told = await answer.json();
      if (told.words) form.querySelector("[data-lease-words]").textContent = told.words;
    } catch {
      last = 0; // without connection it is tried again at the next key
    }
  };
  for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, renew);
  return renew();
}
