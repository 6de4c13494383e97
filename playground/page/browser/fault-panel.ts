import type {
  FaultChoice,
  FaultPlaceView,
  FaultsView,
  SocketsChoice,
  TimeChoice,
  TimePassed,
} from "../fault-view";
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
  byId("faults-cut", HTMLButtonElement).addEventListener("click", () => void cutSockets());
  for (const button of panel.querySelectorAll<HTMLButtonElement>("button[data-minutes]")) {
    const minutes = Number(button.dataset.minutes);
    button.addEventListener("click", () => void letPass({ minutes }, button.textContent ?? ""));
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

/** @param span As a person calls it. */
async function letPass(choice: TimeChoice, span: string): Promise<void> {
  const passed = await send<TimePassed>("/playground/time", "POST", choice);
  if (passed !== undefined) {
    const { closedSockets, openSockets, minutesAhead } = passed;
    const left = openSockets === 0 ? "" : `, ${openSockets} left open`;
    say(`${span} later: ${count(closedSockets, "socket")} closed${left}. ${describeClock(minutesAhead)}`);
  }
}

function describeClock(minutesAhead: number): string {
  return `The clock of sockets, queues and schedules is ${count(minutesAhead, "minute")} ahead.`;
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
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
  const wrong = places.flatMap(({ kinds, chosen }) => kinds.find(({ kind }) => kind === chosen)?.text ?? []);
  byId("faults-count", HTMLElement).textContent = wrong.length === 0 ? "" : ` (${wrong.length} on)`;
  byId("faults", HTMLElement).classList.toggle("on", wrong.length > 0);
  byId("faults-none", HTMLButtonElement).disabled = wrong.length === 0;
  const works = wrong.length === 0 ? "Everything works." : `From now on: ${wrong.join("; ")}.`;
  say(minutesAhead === 0 ? works : `${works} ${describeClock(minutesAhead)}`);
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
