/* Whose page this is, as the server names him; "" on a page of nobody. */

function meta(name) {
  const found = document.querySelector(`meta[name=${name}]`);
  return found ? found.content : "";
}

export const account = meta("sakip-akun");

/* Whether the page answers to a form that was sent: what was accepted leads to another page instead. */
export const isAnswer = meta("sakip-jawaban") === "kiriman";
