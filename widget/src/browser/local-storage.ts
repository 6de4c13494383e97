import { MemoryStorage, type Storage } from "../client/storage";

const probeKey = "kite/probe";

/**
 * Keeps values in localStorage. IndexedDB is no choice, because iOS drops its connections in the background.
 * If a browser blocks localStorage, or if it is full, values live as long as the page.
 */
export function openStorage(): Storage {
  const memory = new MemoryStorage();
  const local = findLocalStorage();
  if (local === undefined) {
    return memory;
  }
  let isPersistent = true;
  return {
    get isPersistent() {
      return isPersistent;
    },
    get: (key) => memory.get(key) ?? local.getItem(key) ?? undefined,
    set: (key, value) => {
      try {
        local.setItem(key, value);
        memory.remove(key);
      } catch {
        isPersistent = false;
        memory.set(key, value);
      }
    },
    remove: (key) => {
      memory.remove(key);
      local.removeItem(key);
    },
    keys: () => [...new Set([...Object.keys(local), ...memory.keys()])],
  };
}

function findLocalStorage(): globalThis.Storage | undefined {
  try {
    localStorage.setItem(probeKey, "");
    localStorage.removeItem(probeKey);
    return localStorage;
  } catch {
    return undefined;
  }
}
