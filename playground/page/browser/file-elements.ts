import { make } from "./elements";

/** Element that displays a file. */
export type Shown = "photo" | "video" | "audio" | "file";

/** Returns the element that a browser can display a media type in. */
export function shownAs(type: string): Shown {
  if (/^image\/(?:jpeg|png|gif|webp)$/.test(type)) {
    return "photo";
  }
  return /^video\/(?:mp4|webm)$/.test(type) ? "video" : /^audio\//.test(type) ? "audio" : "file";
}

/**
 * Creates a link to a file, with a preview if the browser can display it. Other schemes than http and https become
 * plain text.
 */
export function describeFile(name: string, shown: Shown, url: string): Node {
  if (!/^https?:\/\//i.test(new URL(url, location.href).href)) {
    return make("span", "file", name);
  }
  const link = make("a", "file", name);
  link.href = url;
  link.rel = "noreferrer";
  link.target = "_blank";
  const preview = describePreview(name, shown, url);
  if (preview === undefined) {
    return link;
  }
  // If the browser cannot display the picture, the link is enough.
  preview.addEventListener("error", () => preview.remove());
  return make("span", "media", preview, link);
}

function describePreview(name: string, shown: Shown, url: string): HTMLElement | undefined {
  if (shown === "photo") {
    const image = make("img", "preview");
    image.alt = `Picture ${name}`;
    image.src = url;
    return image;
  }
  if (shown === "file") {
    return undefined;
  }
  const player = make(shown, "preview");
  player.controls = true;
  player.preload = "metadata";
  player.setAttribute("aria-label", name);
  player.src = url;
  return player;
}

/** Formats a size in bytes for people. */
export function readableSize(bytes: number): string {
  const units = ["bytes", "KB", "MB"];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${(bytes / 1000 ** step).toLocaleString([], { maximumFractionDigits: step === 0 ? 0 : 1 })} ${units[step]}`;
}
