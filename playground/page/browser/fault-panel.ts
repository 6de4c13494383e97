import type { FaultChoice, FaultPlaceView, FaultsView, SocketsChoice } from "../fault-view";
import { byId, make } from "./elements";

/** Lets a person choose what goes wrong; what is chosen elsewhere shows when the panel is opened. */
export function showFaults(): void {
  const panel = byId("faults", HTMLDetailsElement);
  panel.addEventListener("toggle", () => {
    if (panel.open) {
      void ask("GET");
    }
  });
  byId("faults-none", HTMLButtonElement).addEventListener("click", () => void chooseNone());
  for (const button of panel.querySelectorAll<HTMLButtonElement>("button[data-how]")) {
    button.addEventListener("click", () => void drop({ how: button.dataset.how as SocketsChoice["how"] }));
  }
  void ask("GET");
}

async function chooseNone(): Promise<void> {
  for (const select of document.querySelectorAll<HTMLSelectElement>("#faults-places select")) {
    if (select.value !== "") {
      await ask("POST", { place: select.name, kind: "" });
    }
  }
}

async function ask(method: "GET" | "POST", choice?: FaultChoice): Promise<void> {
  const view = await send<FaultsView>("/playground/faults", method, choice);
  if (view !== undefined) {
    show(view);
  }
}

async function drop(choice: SocketsChoice): Promise<void> {
  if ((await send("/playground/sockets", "POST", choice)) !== undefined) {
    say(choice.how === "cut" ? "All sockets were cut." : "All sockets were closed as idle.");
  }
}

/** @returns `undefined` when it failed, which is then said. */
async function send<T>(path: string, method: string, body?: unknown): Promise<T | undefined> {
  try {
    const response = await fetch(path, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (response.ok) {
      return answer as T;
    }
    say((answer as { message: string }).message);
  } catch {
    say("The playground does not answer. Is npm start still running?");
  }
  return undefined;
}

function show({ places }: FaultsView): void {
  const list = byId("faults-places", HTMLElement);
  if (list.childElementCount === 0) {
    list.append(...places.map(describePlace));
  }
  for (const { place, chosen } of places) {
    const select = list.querySelector<HTMLSelectElement>(`select[name="${place}"]`);
    if (select !== null && select.value !== chosen) {
      select.value = chosen;
    }
  }
  const wrong = places.flatMap(({ kinds, chosen }) => kinds.find(({ kind }) => kind === chosen)?.text ?? []);
  byId("faults-count", HTMLElement).textContent = wrong.length === 0 ? "" : ` (${wrong.length} on)`;
  byId("faults", HTMLElement).classList.toggle("on", wrong.length > 0);
  byId("faults-none", HTMLButtonElement).disabled = wrong.length === 0;
  say(wrong.length === 0 ? "Everything works." : `From now on: ${wrong.join("; ")}.`);
}

function describePlace({ place, label, kinds }: FaultPlaceView): HTMLElement {
  const select = make("select", "");
  select.name = place;
  select.append(new Option("works", ""), ...kinds.map(({ kind, text }) => new Option(text, kind)));
  select.addEventListener("change", () => void ask("POST", { place, kind: select.value }));
  return make("label", "fault", make("span", "", label), select);
}

function say(text: string): void {
  byId("faults-status", HTMLElement).textContent = text;
}
