// Where a turn at this device ends or begins (signing in and out), no name of a door stays on it.
// What a door has noted and not sent stays until it is sent.
import { forgetAllPeople } from "../door/store.js";

export default function forgetDoors() {
  if (window.indexedDB?.databases) return forgetAllPeople();
}
