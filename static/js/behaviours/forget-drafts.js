// What one person of the team was writing on this device: forgotten when it arrived, when it is old, and at the exit.
// On the form of the exit: <form data-behaviour="forget-drafts" data-person="7">. Keys begin with «equipo-7-».
const DAYS = 7;

export default function forgetDrafts(exit) {
  const of = (person) => `participa.draft.equipo-${person}`;
  const arrived = document.querySelector(".notices .tone-good") !== null;

  function forget(isWorthless) {
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(of(""))) {
          const kept = JSON.parse(localStorage.getItem(key)) ?? {};
          if (isWorthless(key, kept)) localStorage.removeItem(key);
        }
      }
    } catch { /* storage may be closed; there is nothing to forget then */ }
  }

  const isMine = (key) => key.startsWith(`${of(exit.dataset.person)}-`);
  forget((key, kept) => (arrived && isMine(key) && kept.isSent) || !(Date.now() - kept.at < DAYS * 864e5));
  exit.addEventListener("submit", () => forget(isMine));
}
