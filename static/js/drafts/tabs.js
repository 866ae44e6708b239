/* The pages of ours that are open in this browser: each has a name, and they tell each other things. */

const ANSWERS_WITHIN = 400;

export const tab = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");

const channel = "BroadcastChannel" in window ? new BroadcastChannel("sakip") : null;

export function tell(kind, facts = {}) {
  if (!channel) return;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel never leaves its origin
  channel.postMessage({ kind, from: tab, ...facts });
}

export function listen(kind, handle) {
  if (!channel) return;
  channel.addEventListener("message", (event) => { if (event.data.kind === kind) handle(event.data); });
}

listen("siapa", () => tell("ada"));

/* The names of the other pages that answer; one that is gone, or that the browser froze, does not. */
export function findLiving() {
  const living = new Set();
  listen("ada", ({ from }) => living.add(from));
  tell("siapa");
  return new Promise((resolve) => { setTimeout(() => resolve(living), channel ? ANSWERS_WITHIN : 0); });
}
