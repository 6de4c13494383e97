import type { ChangeableSettings, WidgetSettings } from "../../widget/src/settings";

describe("the settings that kite.configure takes", () => {
  // The compiler checks these: each @ts-expect-error is an error of its own if the line below it is right.
  it("are all but those of the connection, which a running chat keeps", () => {
    const changes: readonly ChangeableSettings[] = [
      { heading: "Tea talk", language: "de", context: false },
      // @ts-expect-error the endpoint stays
      { endpoint: "wss://ws.example.com/dev" },
      // @ts-expect-error the channel stays
      { channel: "tea-and-leaves" },
      // @ts-expect-error the proxy stays
      { isProxied: true },
    ];
    type Fixed = Exclude<keyof WidgetSettings, keyof ChangeableSettings>;
    const fixed: Readonly<Record<Fixed, true>> = { endpoint: true, channel: true, isProxied: true };

    expect(Object.keys(fixed)).toHaveLength(changes.length - 1);
  });
});
