import { defaultColor, type ResolvedSettings } from "../settings";
import { launcherLabel } from "./launcher-texts";
import { baseLanguage } from "./resolve-settings";

// The build replaces this name with the minified launcher.css.
declare const LauncherCss: string;

const svgNamespace = "http://www.w3.org/2000/svg";
const bubblePath =
  "M12 3C6.8 3 2.6 6.6 2.6 11c0 2.3 1.1 4.3 2.9 5.8-.1 1.3-.6 2.6-1.5 3.6 1.9-.1 3.7-.7 5.1-1.7.9.2 1.9.3 2.9.3 5.2 0 9.4-3.6 9.4-8S17.2 3 12 3Z";
const chevronPath = "M6 9.5l6 6 6-6";

/** The round button that opens the panel. It uses no library, because every page loads it. */
export class Launcher {
  readonly #button = document.createElement("button");
  readonly #badge = document.createElement("span");
  /** Shows what the page has put into the element, while a page that is nothing but the chat has none to show. */
  readonly #slot = document.createElement("slot");
  readonly #theme = new CSSStyleSheet();

  /** @param onClick called when the visitor presses it */
  constructor(root: ShadowRoot, onClick: () => void) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(LauncherCss);
    root.adoptedStyleSheets = [sheet, this.#theme];
    this.#button.type = "button";
    this.#button.className = "launcher";
    this.#button.setAttribute("part", "launcher");
    this.#badge.className = "badge";
    this.#badge.ariaHidden = "true";
    this.#button.append(icon("bubble", bubblePath), icon("chevron", chevronPath), this.#badge);
    this.#button.addEventListener("click", onClick);
    root.append(this.#button, this.#slot);
  }

  focus(): void {
    this.#button.focus();
  }

  show(settings: ResolvedSettings, state: { isOpen: boolean; isLoading: boolean; unread: number }): void {
    const { isOpen, isLoading, unread } = state;
    const isPage = settings.display === "page";
    this.#button.hidden = isPage;
    this.#slot.hidden = !isPage || isOpen;
    this.#button.dataset.side = settings.position;
    this.#button.classList.toggle("open", isOpen);
    this.#button.ariaExpanded = String(isOpen);
    this.#button.ariaBusy = String(isLoading);
    this.#button.ariaLabel = launcherLabel(baseLanguage(settings.language), isOpen ? 0 : unread);
    this.#badge.textContent = unread > 99 ? "99+" : String(unread);
    this.#badge.hidden = unread === 0 || isOpen;
    this.#colorize(settings.color);
  }

  #colorize(color: string | undefined): void {
    const wanted = color !== undefined && CSS.supports("color", color) ? color : defaultColor;
    this.#theme.replaceSync(`:host{--accent:var(--kite-color,${wanted})}`);
    const ink = inkOn(getComputedStyle(this.#button).backgroundColor);
    this.#theme.replaceSync(
      `:host{--accent:var(--kite-color,${wanted});--on-accent:var(--kite-on-color,${ink})}`,
    );
  }
}

function icon(name: string, path: string): SVGElement {
  const svg = document.createElementNS(svgNamespace, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", name);
  svg.ariaHidden = "true";
  const shape = document.createElementNS(svgNamespace, "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

/** Returns black or white, whichever has the greater WCAG contrast with a color that the browser has computed. */
function inkOn(color: string): string {
  const channels = [...color.matchAll(/[\d.]+/g)].slice(0, 3).map(([value]) => Number(value) / 255);
  if (!color.startsWith("rgb") || channels.length < 3) {
    return "#fff";
  }
  const [red = 0, green = 0, blue = 0] = channels.map((it) =>
    it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#111" : "#fff";
}
