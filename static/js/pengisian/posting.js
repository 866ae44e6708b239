/* One request with data, and what came of it. */

import { sentHeaders, statusSentence } from "./dom.js";

const TIME_LIMIT = 30000;

/* Returns the server's `data`; or why there is none: `isSignedOut`, or a `sentence` and whether to try again makes
   sense (`isRetriable`). `isUnsure` says that the server may have written it although it did not say so. */
export async function post(address, body, options = {}) {
  const limit = new AbortController();
  const clock = setTimeout(() => limit.abort(), TIME_LIMIT);
  try {
    const answer = await fetch(address, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      signal: limit.signal,
      headers: { "Content-Type": "application/json", ...sentHeaders() },
      body: JSON.stringify(body),
      ...options,
    });
    const isUnsure = answer.status >= 500;
    if ((answer.headers.get("Content-Type") || "").startsWith("application/json")) return { data: await answer.json(), isUnsure };
    if (answer.type === "opaqueredirect") return { isSignedOut: true, isUnsure };
    const [sentence, isRetriable] = statusSentence(answer.status);
    return { sentence, isRetriable, isUnsure };
  } catch {
    return { sentence: "Tidak tersambung ke server.", isRetriable: true, isUnsure: true };
  } finally {
    clearTimeout(clock);
  }
}
