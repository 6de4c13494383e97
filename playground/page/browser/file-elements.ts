import { make } from "./elements";

/** Element that displays a file. */
type Shown = "photo" | "video" | "audio" | "file";

/**
 * Creates a link to a file, with a preview if the browser can display it. A URL with another scheme than http or https
 * becomes plain text.
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
