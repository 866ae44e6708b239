/* The page's own history: steps that can be undone and redone. It knows nothing of rows and fields but their cells. */

const LIMIT = 200;

/* A step is `{ label, changes }`; a change `{ row, name, before, after }`; a cell `{ text, exact }`. A change without
   `after` follows from another one of its step: it is put back, never repeated or compared. */
export class History {
  constructor() {
    this.done = [];
    this.undone = [];
  }

  push(step) {
    this.done.push(step);
    this.undone = [];
    if (this.done.length > LIMIT) this.done.shift();
  }

  last() {
    return this.done[this.done.length - 1];
  }

  next() {
    return this.undone[this.undone.length - 1];
  }

  undo() {
    const step = this.done.pop();
    if (step) this.undone.push(step);
    return step;
  }

  redo() {
    const step = this.undone.pop();
    if (step) this.done.push(step);
    return step;
  }

  /* What was typed was saved and printed in another way: steps speak of what stands in the cell now. */
  settle(row, name, typed, cell) {
    [...this.done, ...this.undone].forEach((step) => step.changes.forEach((change) => {
      if (change.row !== row || change.name !== name) return;
      ["before", "after"].forEach((side) => {
        if (change[side] && change[side].text === typed && !change[side].exact) change[side] = { ...cell };
      });
    }));
  }
}
