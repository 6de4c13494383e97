import { ContractError } from "../../harness/client/contract-error";
import type { Check } from "../check";
import type { Visit } from "../visit";

const secretHeader = "x-telegram-bot-api-secret-token";

/** What the HTTP API promises to anybody. */
export const httpChecks: readonly Check[] = [
  {
    title: "GET /tg is answered OK",
    run: async ({ httpUrl }, visit) => {
      const response = await expectStatus(visit, "GET /tg", `${httpUrl}/tg`, 200);
      const body = await response.text();
      if (body !== "OK") {
        throw new ContractError("GET /tg", "the body OK", body);
      }
    },
  },
  {
    title: "POST /tg without a secret is refused with 401",
    run: async ({ httpUrl }, visit) => {
      await expectStatus(visit, "POST /tg without a secret", `${httpUrl}/tg`, 401, update());
    },
  },
  {
    title: "POST /tg with a wrong secret is refused with 401",
    run: async ({ httpUrl }, visit) => {
      const init = update({ [secretHeader]: "smoke-wrong-secret" });
      await expectStatus(visit, "POST /tg with a wrong secret", `${httpUrl}/tg`, 401, init);
    },
  },
  {
    title: "a path that no route has is answered 404",
    run: async ({ httpUrl }, visit) => {
      await expectStatus(visit, "GET /smoke-nothing", `${httpUrl}/smoke-nothing`, 404);
    },
  },
  {
    title: "a file whose name cannot be ours is answered 404",
    run: async ({ httpUrl }, visit) => {
      await expectStatus(visit, "GET /files/smoke/x.pdf", `${httpUrl}/files/smoke/x.pdf`, 404);
    },
  },
];

/** An update that nothing would come of. */
function update(headers: Readonly<Record<string, string>> = {}): RequestInit {
  return {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ update_id: 1 }),
  };
}

async function expectStatus(
  visit: Visit,
  done: string,
  url: string,
  status: number,
  init?: RequestInit,
): Promise<Response> {
  const response = await visit.request(url, init);
  if (response.status !== status) {
    throw new ContractError(done, `status ${status}`, `${response.status}`);
  }
  return response;
}
