import { type LocalSite, serveLocally } from "../../../checks/harness/serve-locally";

/** A line in the stand-in. */
interface StoredLine {
  readonly group: string;
  readonly eventId: string;
  readonly timestamp: number;
  readonly message: string;
}

/**
 * Replaces FilterLogEvents. It returns one line per page, and an empty page before each group's first line, because AWS
 * may do so.
 */
export class LogStandIn {
  readonly lines: StoredLine[] = [];
  readonly patterns: (string | undefined)[] = [];
  readonly starts: number[] = [];
  groups: readonly string[] = [];
  /** Whether the credentials may read logs. */
  isAllowed = true;
  readonly #site: LocalSite;

  private constructor(site: LocalSite) {
    this.#site = site;
  }

  static async start(): Promise<LogStandIn> {
    const site = await serveLocally(async (request, response) => {
      let body = "";
      for await (const part of request) {
        body += String(part);
      }
      const { status, content } = self.#answer(JSON.parse(body));
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(content));
    });
    const self = new LogStandIn(site);
    return self;
  }

  get url(): string {
    return this.#site.url;
  }

  /** Adds a line. @param message an object, or the text of a line that is not JSON */
  add(group: string, eventId: string, timestamp: number, message: unknown): void {
    const text = typeof message === "string" ? message : JSON.stringify(message);
    this.lines.push({ group, eventId, timestamp, message: text });
  }

  close(): Promise<void> {
    return this.#site.close();
  }

  #answer(input: {
    readonly logGroupName: string;
    readonly startTime: number;
    readonly filterPattern?: string;
    readonly nextToken?: string;
  }): { readonly status: number; readonly content: unknown } {
    if (!this.isAllowed) {
      return { status: 400, content: { __type: "AccessDeniedException", message: "not authorized" } };
    }
    const { logGroupName, startTime, filterPattern, nextToken } = input;
    if (!this.groups.includes(logGroupName)) {
      return { status: 400, content: { __type: "ResourceNotFoundException", message: "no such group" } };
    }
    if (nextToken === undefined) {
      this.patterns.push(filterPattern);
      this.starts.push(startTime);
      return { status: 200, content: { events: [], nextToken: "0" } };
    }
    const found = this.lines
      .filter(({ group, timestamp }) => group === logGroupName && timestamp >= startTime)
      .sort((one, other) => one.timestamp - other.timestamp);
    const index = Number(nextToken);
    const events = found.slice(index, index + 1);
    const next = index + 1 < found.length ? { nextToken: String(index + 1) } : {};
    return { status: 200, content: { events, ...next } };
  }
}
