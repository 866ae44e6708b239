/* What the server does not have yet is kept on this device: one database of the browser, its items by account, kind,
   address and part. An item is `{ akun, jenis, alamat, bagian, pada, … }`. Every function rejects where the browser
   keeps nothing, as some do in private windows. */

const NAME = "sakip";
const STORE = "isian";
const DAYS = 14;
const OPENING_LIMIT = 3000;

let opening = null;
let usable = true;

/* Whether the browser keeps anything, as far as was tried. */
export function isUsable() {
  return usable;
}

function open() {
  if (!opening) {
    opening = new Promise((resolve, reject) => {
      // Without it, or where it is forbidden, this throws: the promise is refused.
      const request = window.indexedDB.open(NAME, 1);
      request.addEventListener("upgradeneeded", () => {
        const store = request.result.createObjectStore(STORE, { keyPath: ["akun", "jenis", "alamat", "bagian"] });
        store.createIndex("pada", "pada");
      });
      request.addEventListener("success", () => {
        const database = request.result;
        database.addEventListener("versionchange", () => database.close());
        database.addEventListener("close", () => { opening = null; });
        resolve(database);
      });
      request.addEventListener("error", () => reject(request.error));
      // Some browsers neither open it nor refuse.
      setTimeout(() => reject(new Error("IndexedDB does not open")), OPENING_LIMIT);
    });
  }
  return opening;
}

/* Do `work` in one transaction; resolves with what it leaves in `found`, once all of it is written. */
async function transact(mode, work) {
  const database = await open().catch((refusal) => {
    usable = false;
    throw refusal;
  });
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    const outcome = { found: undefined };
    transaction.addEventListener("complete", () => resolve(outcome.found));
    transaction.addEventListener("abort", () => reject(transaction.error));
    work(transaction.objectStore(STORE), outcome);
  });
}

/* Everything whose key begins so. */
function within(...start) {
  return IDBKeyRange.bound(start, [...start, []]);
}

export function keyOf({ akun, jenis, alamat, bagian }) {
  return [akun, jenis, alamat, bagian];
}

/* Write and remove in one go, also when the page is gone by the time the browser has done it. */
export function keep(items, gone = []) {
  return transact("readwrite", (store) => {
    items.forEach((item) => store.put(item));
    gone.forEach((key) => store.delete(key));
    store.transaction.commit?.();  // older browsers do it by themselves, later
  });
}

export function list(...start) {
  return transact("readonly", (store, outcome) => {
    store.getAll(within(...start)).addEventListener("success", (event) => { outcome.found = event.target.result; });
  });
}

export function drop(...start) {
  return transact("readwrite", (store) => { store.delete(within(...start)); });
}

/* Take over what is still there of these items: `merge` makes of them what is kept instead. Of two pages that try, one
   gets them. */
export function takeOver(items, merge) {
  return transact("readwrite", (store, outcome) => {
    const there = [];
    outcome.found = [];
    items.forEach((item, index) => {
      store.get(keyOf(item)).addEventListener("success", (event) => {
        if (event.target.result) there.push(event.target.result);
        if (index < items.length - 1) return;
        there.forEach((one) => store.delete(keyOf(one)));
        outcome.found = merge(there);
        outcome.found.forEach((one) => store.put(one));
      });
    });
  });
}

/* Remove what is too old, whose ever it is. */
export function sweep() {
  const oldest = Date.now() - DAYS * 24 * 3600 * 1000;
  return transact("readwrite", (store) => {
    store.index("pada").openCursor(IDBKeyRange.upperBound(oldest)).addEventListener("success", (event) => {
      const cursor = event.target.result;
      if (!cursor) return;
      cursor.delete();
      cursor.continue();
    });
  });
}
