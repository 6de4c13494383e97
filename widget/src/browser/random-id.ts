/** Returns an id of 128 random bits. `crypto.randomUUID` is not used, because it exists only on https pages. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
