import type { VisitorStore } from "../client/key-value-store";

const probeKey = "kite/probe";

/**
 * Stores values in localStorage. IndexedDB is not used, because iOS closes its connections in the background. If the
 * browser blocks localStorage, or if localStorage is full, values are lost when the page is closed.
 */
export function openStorage(): VisitorStore {
  const memory = new Map<string, string>();
  const local = findLocalStorage();
  if (local === undefined) {
    return Object.assign(memory, { isPersistent: false });
  }
  let isPersistent = true;
  const store: VisitorStore = {
    get isPersistent() {
      return isPersistent;
    },
    get: (key) => memory.get(key) ?? local.getItem(key) ?? undefined,
    set: (key, value) => {
      try {
        local.setItem(key, value);
        memory.delete(key);
      } catch {
        isPersistent = false;
        memory.set(key, value);
      }
    },
    delete: (key) => {
      memory.delete(key);
      local.removeItem(key);
    },
    keys: () => new Set([...Object.keys(local), ...memory.keys()]),
  };
  // The probe detects a full storage. The values in a full storage can still be read.
  store.set(probeKey, "");
  store.delete(probeKey);
  return store;
}

function findLocalStorage(): Storage | undefined {
  try {
    localStorage.getItem(probeKey);
    return localStorage;
  } catch {
    return undefined;
  }
}
