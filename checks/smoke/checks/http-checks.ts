import { requireKept } from "../../harness/client/contract-error";
import type { Checks, Visit } from "../visit";

const wrongSecret = { "x-telegram-bot-api-secret-token": "smoke-wrong-secret" };

/** Checks for the public routes of the HTTP API. */
export const httpChecks: Checks = {
  "GET /tg is answered with OK": async (visit) => {
    const body = await (await expectStatus(visit, "/tg", 200)).text();
    requireKept(body === "OK", "GET /tg", "the body OK", body);
  },
  "POST /tg without a secret is rejected with 401": (visit) =>
    expectStatus(visit, "/tg", 401, "POST /tg without a secret", update()),
  "POST /tg with a wrong secret is rejected with 401": (visit) =>
    expectStatus(visit, "/tg", 401, "POST /tg with a wrong secret", update(wrongSecret)),
  "a path without a route is answered with 404": (visit) => expectStatus(visit, "/smoke-nothing", 404),
  "a file name that the server did not issue is answered with 404": (visit) =>
    expectStatus(visit, "/files/smoke/x.pdf", 404),
  "the scripts of the widget's previous release are still served": async (visit) => {
    for (const name of visit.urls.widgetScripts ?? []) {
      await expectStatus(visit, `/${name}`, 200);
    }
  },
};

/** Creates an update without effect. */
function update(headers: Readonly<Record<string, string>> = {}): RequestInit {
  return {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ update_id: 1 }),
  };
}

async function expectStatus(
  visit: Visit,
  path: string,
  status: number,
  done = `GET ${path}`,
  init?: RequestInit,
): Promise<Response> {
  const response = await visit.request(`${visit.urls.httpUrl}${path}`, init);
  requireKept(response.status === status, done, `status ${status}`, `${response.status}`);
  return response;
}
