// Loads each behaviour named in data-behaviour="one two" from behaviours/<name>.js.
// Every page works without this file. The version in this file's own address is passed on.
const version = new URL(import.meta.url).search;
const begun = [];

for (const element of document.querySelectorAll("[data-behaviour]")) {
  for (const name of element.dataset.behaviour.split(/\s+/).filter(Boolean)) {
    if (!/^[a-z][a-z0-9-]*$/.test(name)) continue;
    begun.push(
      import(new URL(`behaviours/${name}.js${version}`, import.meta.url))
        .then((module) => module.default(element))
        .catch(() => element.classList.add("is-plain")),
    );
  }
}

// Says from outside when each behaviour listens and has done what it does at the start.
Promise.all(begun).then(() => { document.documentElement.dataset.ready = "yes"; });

// The receipt page says which draft has arrived safely: only then is it forgotten here.
for (const element of document.querySelectorAll("[data-clears-draft]")) {
  try {
    localStorage.removeItem(`participa.draft.${element.dataset.clearsDraft}`);
  } catch {
    // storage may be closed; there is nothing to clear then
  }
}
