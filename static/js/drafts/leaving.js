/* Signing out takes with it what this device keeps for the account; what the server does not have yet is asked about
   first. */

import { account } from "./account.js";
import { ask } from "../fields/ask.js";
import { drop, list } from "./store.js";
import { tell } from "./tabs.js";

async function signOut(form, button) {
  const kept = await list(account).catch(() => []);
  const proceed = !kept.length || await ask({
    title: "Masih ada isian yang belum terkirim",
    text: `${kept.length} isian Anda baru tersimpan di perangkat ini. Bila Anda keluar sekarang, isian itu dihapus dari perangkat ini.`,
    yes: "Hapus isian dan keluar",
    no: "Jangan keluar",
    danger: true,
  });
  if (!proceed) return;
  tell("keluar", { account });
  await drop(account).catch(() => {});
  form.dataset.asked = "";
  form.requestSubmit(button);
}

export function watchSigningOut() {
  document.querySelectorAll("#logout-form, form[data-signs-out]").forEach((form) => form.addEventListener("submit", (event) => {
    if (form.dataset.asked !== undefined) return;
    event.preventDefault();
    signOut(form, event.submitter);
  }));
}
