import { gzipSync } from "node:zlib";
import { buildWidget } from "../../../widget/build";
import type { Figure, Measurement } from "./figure";

/** The largest loader, in KiB gzipped. Every page of a shop loads it. */
const loaderMaxKibibytes = 5;

/** The largest widget, in KiB gzipped: the loader, and the bundle that it loads when the panel opens. */
const widgetMaxKibibytes = 25;

/** Measures the size of the files that a browser downloads for the widget. */
export const size: Measurement = async () => widgetSizes();

/** Returns the sizes of the widget. A visitor loads the bundle of one language, so the largest bundle counts. */
export function widgetSizes(): readonly Figure[] {
  const { loader, bundle, translations } = buildWidget();
  const loaderSize = gzippedKibibytes(loader.body);
  const bundleSize = Math.max(...[bundle, ...translations].map(({ body }) => gzippedKibibytes(body)));
  const limit = (value: number) => ({ aim: value, mustReachAim: true, beside: { what: "limit", value } });
  return [
    {
      id: "size-loader",
      what: "loader of the widget, gzipped",
      unit: "KiB",
      value: loaderSize,
      ...limit(loaderMaxKibibytes),
    },
    {
      id: "size-widget",
      what: "all of the widget, gzipped",
      unit: "KiB",
      value: loaderSize + bundleSize,
      ...limit(widgetMaxKibibytes),
    },
  ];
}

function gzippedKibibytes(body: Uint8Array): number {
  return gzipSync(body, { level: 9 }).byteLength / 1024;
}
