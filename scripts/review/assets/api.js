// Requests to the desk. The token comes with the address, is kept for this tab alone and goes out as a header.

const STORED = "review-token";

function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given) {
    sessionStorage.setItem(STORED, given);
    history.replaceState(null, "", location.pathname + location.search);
  }
  return given ?? sessionStorage.getItem(STORED);
}

const token = takeToken();

/**
 * An answer that is not what was hoped for. `kind` is `silent` (nobody answered), `stale` (a file was changed on the
 * disk), `faulty` (there would be findings, `told.faulty`) or `refused`.
 */
export class Trouble extends Error {
  constructor(kind, told) {
    super(told.message ?? "no answer");
    this.kind = kind;
    this.told = told;
  }
}

async function ask(path, options) {
  if (!token) throw new Trouble("refused", { message: "this page has no token: open the address that `dataset review` printed" });
  let response;
  try {
    response = await fetch(`/api/${path}`, {
      ...options,
      headers: { ...options.headers, "X-Review-Token": token },
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Trouble("silent", { message: "the desk does not answer" });
  }
  const told = await response.json();
  if (!response.ok) throw new Trouble("refused", told);
  for (const kind of ["stale", "faulty"]) if (told[kind]) throw new Trouble(kind, told);
  return told;
}

export const get = (path) => ask(path, {});

export const post = (path, body, signal) => ask(path, {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
  signal,
});
