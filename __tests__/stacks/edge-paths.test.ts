import { buildWidget } from "../../constructs/functions/built-widget.cjs";
import { kiteStack } from "./kite";

const stack = kiteStack({ prodStage: true, domainName: "example.org", cloudflareProxy: true });
const hosts = { webSocket: "ws.example.org", http: "api.example.org" };

interface Rule {
  readonly expression: string;
}

/** Evaluates the rule that blocks paths. Supports only the operators of Cloudflare's language that the rule uses. */
function isBlocked(host: string, path: string): boolean {
  const { rules } = stack.one("cloudflare_ruleset", { phase: "http_request_firewall_custom" });
  const [{ expression }] = rules as [Rule];
  const script = expression
    .replaceAll(/starts_with\(http\.request\.uri\.path, ("[^"]+")\)/g, "path.startsWith($1)")
    .replaceAll(
      /http\.request\.uri\.path in \{([^}]+)\}/g,
      (_, list: string) => `[${list.replaceAll(" ", ",")}].includes(path)`,
    )
    .replaceAll(/http\.host eq ("[^"]+")/g, "host === $1")
    .replaceAll("and not ", "&& !")
    .replaceAll(" or ", " || ");
  return new Function("host", "path", `return ${script};`)(host, path);
}

/** Paths that the routes of the HTTP API serve. */
function servedPaths(): readonly string[] {
  const widget = buildWidget();
  const samples: Readonly<Record<string, readonly string[]>> = {
    "{key+}": ["folder/file.png"],
    "{channel}": ["kite-demo"],
    "{file}": [widget?.pinnedLoader, widget?.bundle, ...(widget?.translations ?? [])].flatMap(
      (script) => script?.name ?? [],
    ),
  };
  return stack
    .all("aws_apigatewayv2_route")
    .flatMap(({ route_key }) => /^[A-Z]+ \/(.*)$/.exec(String(route_key))?.[1] ?? [])
    .flatMap((path) => {
      const parameter = /\{.*\}/.exec(path)?.[0];
      return parameter === undefined
        ? [path]
        : (samples[parameter]?.map((value) => path.replace(parameter, value)) ?? []);
    });
}

describe("the rule of the proxy that blocks paths", () => {
  it.each(["dev", "prod"])("lets the path of each route of %s pass", (stage) => {
    const paths = servedPaths();

    expect(paths).toEqual(expect.arrayContaining(["tg", "widget.js", "widget.json", "chat/kite-demo"]));
    expect(paths.filter((path) => isBlocked(hosts.http, `/${stage}/${path}`))).toEqual([]);
    expect(isBlocked(hosts.webSocket, `/${stage}`)).toBe(false);
  });

  it.each(["/", "/.env", "/dev", "/dev/admin.php", "/staging/widget.js", "/widget.js", "/dev/wp-login.php"])(
    "blocks %s of the HTTP host",
    (path) => {
      expect(isBlocked(hosts.http, path)).toBe(true);
    },
  );

  it("blocks paths of the HTTP API at the WebSocket host, and does not apply to other hosts", () => {
    expect(isBlocked(hosts.webSocket, "/dev/widget.js")).toBe(true);
    expect(isBlocked("shop.example.org", "/dev/admin.php")).toBe(false);
  });
});
