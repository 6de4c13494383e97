export type Reader = "visitor" | "host" | "developer";

/** Represents a text as docs/texts.md shows it, with examples in place of its parameters. */
export interface Row {
  /** @default - the readers of its table */
  readonly readers?: readonly Reader[];
  readonly when: string;
  readonly text: string;
}

/** Requires a row for each text of a group, so that a missing row is a compile error. */
export type Rows<Group> = Readonly<Record<keyof Group, Row>>;

/** Examples of parameters. */
export const examples = {
  channel: "acme-support",
  urls: {
    tag: '<script async src="https://api.example.org/prod/widget.js?c=acme-support"></script>',
    page: "https://api.example.org/prod/chat/acme-support",
    webSocket: "wss://ws.example.org/prod?c=acme-support",
  },
  ada: { tag: "k7m2", memberName: "Ada" },
  eve: { tag: "p3q4", memberName: "Eve" },
} as const;
