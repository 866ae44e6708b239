/* On every page in our frame: long texts survive an ended session, a closed tab and a lost line, on this device and for
   their own typist only. */

import { account, isAnswer } from "./account.js";
import { isKept } from "./fields.js";
import { Draft, KIND } from "./form.js";
import { watchSigningOut } from "./leaving.js";
import { keep, keyOf, list, sweep } from "./store.js";
import { tell } from "./tabs.js";

const PAGE = "sakip-halaman";
const ACCEPTED = "draf_diterima";

/* The address at which this page can be opened again: that of an answer is the one from which the form was sent. */
function pageAddress(forms) {
  const here = window.location.pathname + window.location.search;
  if (!isAnswer) {
    window.sessionStorage.setItem(PAGE, here);
    return here;
  }
  const sender = window.sessionStorage.getItem(PAGE) || here;
  // Reloading, and signing in again, lead to the address that the browser shows.
  if (sender !== here && forms.every((form) => form.getAttribute("action"))) window.history.replaceState(null, "", sender);
  return sender;
}

/* The server told with a cookie which form it accepted last. */
async function forgetAccepted() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith(`${ACCEPTED}=`));
  if (!cookie) return;
  document.cookie = `${ACCEPTED}=; path=/; max-age=0; samesite=strict`;
  const id = cookie.slice(ACCEPTED.length + 1);
  const accepted = (await list(account, KIND)).filter((item) => item.id === id);
  await keep([], accepted.map(keyOf));
}

async function restoreForms(drafts) {
  await sweep();
  await forgetAccepted();
  await Promise.all(drafts.map((draft) => draft.restore()));
}

if (account) {
  const forms = Array.from(document.querySelectorAll("#content form"));
  const address = pageAddress(forms);
  const drafts = forms.filter(isKept).map((form) => new Draft(form, address));
  drafts.forEach((draft) => draft.watch());
  // Where the browser keeps nothing, the page is as it was printed.
  restoreForms(drafts).catch(() => {});
  watchSigningOut();
  tell("masuk", { account });
}
