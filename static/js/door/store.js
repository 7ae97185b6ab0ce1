// What this device keeps of a door: the list of people, the arrivals, and until when. One database for each space.
const STORES = { people: "key", queue: "entry_key", facts: "name" };
const ended = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const NAME = "participa-puerta-";

// Takes the names of every door from this device: at the pages where somebody else may begin to use it.
export async function forgetAllPeople() {
  for (const { name } of await indexedDB.databases()) {
    if (name.startsWith(NAME)) await (await openStore(name.slice(NAME.length))).forgetPeople();
  }
  await window.caches?.delete("puerta");
}

export async function openStore(event) {
  const opening = indexedDB.open(`${NAME}${event}`, 1);
  opening.onupgradeneeded = () => {
    for (const [name, keyPath] of Object.entries(STORES)) opening.result.createObjectStore(name, { keyPath });
  };
  const database = await ended(opening);

  // Resolves only when the disk has it: what is shown as saved survives a phone that goes dark.
  function write(names, act) {
    return new Promise((resolve, reject) => {
      const work = database.transaction(names, "readwrite", { durability: "strict" });
      work.oncomplete = () => resolve();
      work.onerror = work.onabort = () => reject(work.error);
      act(...names.map((name) => work.objectStore(name)));
    });
  }

  return {
    all: (name) => ended(database.transaction(name).objectStore(name).getAll()),
    put: (name, row) => write([name], (store) => store.put(row)),
    remove: (name, key) => write([name], (store) => store.delete(key)),
    replacePeople: (people, lasts) =>
      write(["people", "facts"], (store, facts) => {
        store.clear();
        for (const person of people) store.put(person);
        facts.put({ name: "until", value: Date.now() + lasts * 1000 }); // by the clock of this device, right or wrong
        facts.put({ name: "at", value: new Date().toISOString() });
      }),
    forgetPeople: () => write(["people", "facts"], (store, facts) => { store.clear(); facts.clear(); }),
    forgetSent: async (rows) => write(["queue"], (queue) => rows.forEach((row) => queue.delete(row.entry_key))),
  };
}
