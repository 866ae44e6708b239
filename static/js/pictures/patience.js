/* Pictures that the server makes. It makes one at a time and tells whoever comes in between when to ask again (503): that
   is done here, for pictures of a page one after the other. */

const SECONDS = 1;
let queue = Promise.resolve();

/* Wait as long as the server said, each browser a little more or less than the others. */
export function calm(seconds) {
  return new Promise((resolve) => setTimeout(resolve, (Number(seconds) || SECONDS) * 1000 * (0.75 + Math.random() / 2)));
}

/* Ask until the server is less busy, or nobody wants the answer any more. */
export async function askPatiently(address, options, isWanted = () => true) {
  let answer = await fetch(address, options);
  while (answer.status === 503 && isWanted()) {
    await calm(answer.headers.get("Retry-After"));
    answer = await fetch(address, options);
  }
  return answer;
}

function asData(content) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(content);
  });
}

/* Show what the browser could not; say whether there is something to show. */
async function draw(image, address) {
  const options = { credentials: "same-origin", redirect: "manual" };
  const answer = await askPatiently(address, options, () => image.isConnected);
  if (answer.ok) image.src = await asData(await answer.blob());
  else if (answer.status === 503) image.src = address; // nobody looks at it now: the browser asks when somebody does
  return answer.ok || answer.status === 503;
}

/* Let a picture be asked for until it is there. `refused` is called when there is none. */
export function watchPicture(image, refused = () => {}) {
  const address = image.src;
  const again = () => {
    queue = queue.then(() => draw(image, address)).catch(() => false).then((isDrawn) => isDrawn || refused());
  };
  image.addEventListener("error", again);
  if (image.complete && !image.naturalWidth) again();
}
