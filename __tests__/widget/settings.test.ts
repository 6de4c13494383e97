import type { ChangeableSettings, WidgetSettings } from "../../widget/src/settings";

describe("the settings that kite.configure accepts", () => {
  // The compiler checks these lines: a @ts-expect-error is an error if the line below it is correct.
  it("are all settings except those of the connection, which cannot change while the chat runs", () => {
    const changes: readonly ChangeableSettings[] = [
      { heading: "Tea talk", language: "de", context: false },
      // @ts-expect-error the endpoint cannot change
      { endpoint: "wss://ws.example.com/dev" },
      // @ts-expect-error the channel cannot change
      { channel: "tea-and-leaves" },
      // @ts-expect-error the proxy cannot change
      { isProxied: true },
    ];
    type Fixed = Exclude<keyof WidgetSettings, keyof ChangeableSettings>;
    const fixed: Readonly<Record<Fixed, true>> = { endpoint: true, channel: true, isProxied: true };

    expect(Object.keys(fixed)).toHaveLength(changes.length - 1);
  });
});
