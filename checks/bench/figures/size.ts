import { gzipSync } from "node:zlib";
import { buildWidget } from "../../../widget/build";
import type { Figure, Measurement } from "./figure";

/** The largest loader, in KiB gzipped. Every page of a shop loads it. */
const loaderMaxKibibytes = 5;

/**
 * The largest widget, in KiB gzipped: the loader and what it loads when the panel opens. The aim is 25; the texts of
 * three languages, 2 KiB, could be files of their own.
 */
const widgetMaxKibibytes = 28;

/** How much of the widget a browser downloads. */
export const size: Measurement = async () => widgetSizes();

/** The figures of the widget's size. */
export function widgetSizes(): readonly Figure[] {
  const { loader, bundle } = buildWidget();
  const loaderSize = gzippedKibibytes(loader.body);
  const limit = (value: number) => ({ aim: value, beside: { what: "limit", value } });
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
      value: loaderSize + gzippedKibibytes(bundle.body),
      ...limit(widgetMaxKibibytes),
    },
  ];
}

function gzippedKibibytes(body: Uint8Array): number {
  return gzipSync(body, { level: 9 }).byteLength / 1024;
}
