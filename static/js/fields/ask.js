/* A question with two answers, in words of ours: the browser's own dialog speaks the browser's language. */

import { append, make } from "./make.js";

/* Resolves with whether the answer is yes. Escape is no; `danger` says that yes loses something, so no has the focus. */
export function ask({ title = "", text, yes, no = "Batal", danger = false }) {
  const agree = make("button", { type: "button", class: danger ? "btn btn-danger" : "btn btn-primary" }, yes);
  const refuse = make("button", { type: "button", class: "btn" }, no);
  const heading = title ? [make("h2", { id: "question-title" }, title)] : [];
  const dialog = append(make("dialog", {
    class: "question", "aria-labelledby": title ? "question-title" : "question-text",
  }), [
    ...heading,
    make("p", { id: "question-text" }, text),
    append(make("div", { class: "question-buttons" }), [refuse, agree]),
  ]);
  document.body.append(dialog);
  agree.addEventListener("click", () => dialog.close("yes"));
  refuse.addEventListener("click", () => dialog.close());
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    dialog.showModal();
    (danger ? refuse : agree).focus();
  });
}
