import type { SocketLock } from "../client/tabs";

/** A request for the lock. */
interface LockRequest {
  readonly steals: boolean;
  end(): void;
}

/**
 * Creates a lock that only one tab of this origin can have. Web Locks exist only on https pages. On other pages, every
 * tab gets the lock.
 */
export function createSocketLock(channel: string): SocketLock {
  if (!("locks" in navigator)) {
    return { acquire: (_, onGranted) => onGranted(), release: () => undefined };
  }
  let current: LockRequest | undefined;
  const release = () => {
    const ended = current;
    current = undefined;
    ended?.end();
  };
  return {
    release,
    acquire: (steal, onGranted, onLost) => {
      if (current !== undefined && (current.steals || !steal)) {
        return;
      }
      release();
      const waiting = new AbortController();
      let free = () => {};
      const held = new Promise<void>((resolve) => {
        free = resolve;
      });
      const request: LockRequest = {
        steals: steal,
        end: () => {
          waiting.abort();
          free();
        },
      };
      current = request;
      const hold = () => {
        if (current === request) {
          onGranted();
        }
        return held;
      };
      const options = steal ? { steal } : { signal: waiting.signal };
      navigator.locks.request(`kite/${channel}`, options, hold).catch((error: Error) => {
        if (current !== request) {
          return;
        }
        if (error.name === "AbortError") {
          current = undefined;
          onLost();
        } else {
          // A browser that blocks storage denies locks too.
          onGranted();
        }
      });
    },
  };
}
