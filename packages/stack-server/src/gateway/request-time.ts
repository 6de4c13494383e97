/**
 * Formats a time as in `requestContext.requestTime`: `09/Feb/2024:18:23:28 +0000`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
export function formatRequestTime(now: number): string {
  const second = Math.floor(now / 1000);
  if (second !== latest.second) {
    // "Fri, 09 Feb 2024 18:23:28 GMT"
    const [, day, month, year, time] = new Date(now).toUTCString().split(" ");
    latest = { second, text: `${day}/${month}/${year}:${time} +0000` };
  }
  return latest.text;
}

/** Text of the latest second. Cached, because thousands of frames can have the same second. */
let latest = { second: Number.NaN, text: "" };
