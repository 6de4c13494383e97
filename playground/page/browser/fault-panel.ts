import type {
  AdvancedClock,
  ClockAdvance,
  FaultChoice,
  FaultPlaceView,
  FaultsView,
  SocketsChoice,
} from "../fault-view";
import { byId, make } from "./elements";

/** Lets the user inject faults. Opening the panel loads faults that were injected elsewhere. */
export function showFaults(): void {
  const panel = byId("faults", HTMLDetailsElement);
  panel.addEventListener("toggle", () => {
    if (panel.open) {
      void ask("GET");
    }
  });
  byId("faults-none", HTMLButtonElement).addEventListener("click", () => void chooseNone());
  byId("faults-cut", HTMLButtonElement).addEventListener("click", () => void cutSockets());
  for (const button of panel.querySelectorAll<HTMLButtonElement>("button[data-minutes]")) {
    const minutes = Number(button.dataset.minutes);
    button.addEventListener("click", () => void advanceClock({ minutes }, button.textContent ?? ""));
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

async function cutSockets(): Promise<void> {
  const choice: SocketsChoice = { how: "cut" };
  if ((await send("/playground/sockets", "POST", choice)) !== undefined) {
    say("All sockets were cut.");
  }
}

/** @param span The time span in words, such as "1 minute". */
async function advanceClock(choice: ClockAdvance, span: string): Promise<void> {
  const advanced = await send<AdvancedClock>("/playground/time", "POST", choice);
  if (advanced !== undefined) {
    const { closedSockets, openSockets, minutesAhead } = advanced;
    const left = openSockets === 0 ? "" : `, ${openSockets} still open`;
    say(
      `Advanced by ${span}: ${count(closedSockets, "socket")} closed${left}. ${describeClock(minutesAhead)}`,
    );
  }
}

function describeClock(minutesAhead: number): string {
  return `The clock of sockets, queues and schedules is ${count(minutesAhead, "minute")} ahead.`;
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}

/** Sends a request. @returns `undefined` if it failed, after displaying the error */
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
    say("The playground did not respond. Check that npm start is still running.");
  }
  return undefined;
}

function show({ places, minutesAhead }: FaultsView): void {
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
  const active = places.flatMap(({ kinds, chosen }) => kinds.find(({ kind }) => kind === chosen)?.text ?? []);
  byId("faults-count", HTMLElement).textContent = active.length === 0 ? "" : ` (${active.length} active)`;
  byId("faults", HTMLElement).classList.toggle("on", active.length > 0);
  byId("faults-none", HTMLButtonElement).disabled = active.length === 0;
  const status = active.length === 0 ? "No active faults." : `Active faults: ${active.join("; ")}.`;
  say(minutesAhead === 0 ? status : `${status} ${describeClock(minutesAhead)}`);
}

function describePlace({ place, label, kinds }: FaultPlaceView): HTMLElement {
  const select = make("select", "");
  select.name = place;
  select.append(new Option("no fault", ""), ...kinds.map(({ kind, text }) => new Option(text, kind)));
  select.addEventListener("change", () => void ask("POST", { place, kind: select.value }));
  return make("label", "fault", make("span", "", label), select);
}

function say(text: string): void {
  byId("faults-status", HTMLElement).textContent = text;
}
