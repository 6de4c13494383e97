import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "ws";
import { eventually } from "../../../checks/harness/eventually";

/** A browser with one tab, and the actions that the tests need. */
export interface DrivenBrowser {
  goTo(url: string): Promise<void>;
  /** Evaluates an expression in the page. @returns the value as a text */
  evaluate(expression: string): Promise<string>;
  close(): Promise<void>;
}

/** A browser that these tests use if it is installed. */
export interface KnownBrowser {
  readonly name: string;
  readonly isInstalled: boolean;
  open(): Promise<DrivenBrowser>;
}

const firefoxPath = "/usr/bin/firefox-esr";
const webKitDriverPath = "/usr/bin/WebKitWebDriver";
const xvfbPath = "/usr/bin/Xvfb";

/**
 * Firefox is controlled with WebDriver BiDi, which it supports itself. WebKitGTK is controlled with its driver, on a
 * separate screen.
 */
export const knownBrowsers: readonly KnownBrowser[] = [
  { name: "Firefox", isInstalled: existsSync(firefoxPath), open: openFirefox },
  {
    name: "WebKit",
    isInstalled: existsSync(webKitDriverPath) && existsSync(xvfbPath),
    open: openWebKit,
  },
];

async function openFirefox(): Promise<DrivenBrowser> {
  const profile = mkdtempSync(join(tmpdir(), "kite-firefox-"));
  const port = await freePort();
  const options = ["--headless", "--no-remote", "--profile", profile, `--remote-debugging-port=${port}`];
  const firefox = spawn(firefoxPath, options, { stdio: "ignore", env: { ...process.env, HOME: profile } });
  const socket = await eventually("Firefox listens", () => connect(`ws://127.0.0.1:${port}/session`));
  const bidi = new BiDi(socket);
  await bidi.call("session.new", { capabilities: {} });
  const { contexts } = (await bidi.call("browsingContext.getTree", {})) as {
    readonly contexts: readonly { readonly context: string }[];
  };
  const context = contexts[0]?.context;
  return {
    goTo: async (url) => {
      await bidi.call("browsingContext.navigate", { context, url, wait: "complete" });
    },
    evaluate: async (expression) => {
      const target = { context };
      const answer = await bidi.call("script.evaluate", { expression, target, awaitPromise: true });
      const { result } = answer as { readonly result?: { readonly value?: unknown } };
      return String(result?.value);
    },
    close: async () => {
      socket.terminate();
      await end(firefox);
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function openWebKit(): Promise<DrivenBrowser> {
  const { screen, display } = await openScreen();
  const port = await freePort();
  const driver = spawn(webKitDriverPath, [`--port=${port}`], {
    stdio: "ignore",
    env: { ...process.env, DISPLAY: display, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" },
  });
  const request = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { readonly value: unknown };
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${JSON.stringify(value)}`);
    }
    return value;
  };
  await eventually("the driver listens", () =>
    request("GET", "/status").then(
      () => true,
      () => false,
    ),
  );
  const { sessionId } = (await request("POST", "/session", { capabilities: {} })) as {
    readonly sessionId: string;
  };
  return {
    goTo: async (url) => {
      await request("POST", `/session/${sessionId}/url`, { url });
    },
    evaluate: async (expression) => {
      const script = { script: `return ${expression}`, args: [] };
      return String(await request("POST", `/session/${sessionId}/execute/sync`, script));
    },
    close: async () => {
      await request("DELETE", `/session/${sessionId}`);
      await end(driver);
      await end(screen);
    },
  };
}

/** Opens a virtual screen with an unused number. */
function openScreen(): Promise<{ readonly screen: ChildProcess; readonly display: string }> {
  const screen = spawn(xvfbPath, ["-displayfd", "3", "-screen", "0", "1280x800x24"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  return new Promise((resolve, reject) => {
    screen.on("exit", () => reject(new Error("Xvfb did not start.")));
    screen.stdio[3]?.once("data", (number) => resolve({ screen, display: `:${String(number).trim()}` }));
  });
}

/** WebDriver BiDi over a WebSocket: https://w3c.github.io/webdriver-bidi/ */
class BiDi {
  readonly #socket: WebSocket;
  #calls = 0;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.setMaxListeners(0);
  }

  call(method: string, params: object): Promise<unknown> {
    this.#calls += 1;
    const id = this.#calls;
    return new Promise((resolve, reject) => {
      const receive = (data: unknown) => {
        const answer = JSON.parse(String(data));
        if (answer.id === id) {
          this.#socket.off("message", receive);
          if (answer.type === "success") {
            resolve(answer.result);
          } else {
            reject(new Error(`${method}: ${answer.message}`));
          }
        }
      };
      this.#socket.on("message", receive);
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }
}

function connect(url: string): Promise<WebSocket | undefined> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    socket.on("open", () => resolve(socket));
    socket.on("error", () => resolve(undefined));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function end(child: ChildProcess): Promise<void> {
  const over = new Promise((resolve) => child.once("close", resolve));
  child.kill();
  await over;
}
