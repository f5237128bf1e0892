// Talking to the demo's own server: questions, deeds with this run's token, and the stream of events.

const TOKEN = document.querySelector('meta[name="demo-token"]').content;

export class Refused extends Error {}

async function read(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(body.error ?? `The demo answered ${response.status}.`);
  return body;
}

export async function ask(path, query = {}) {
  return read(await fetch(`/demo/${path}?${new URLSearchParams(query)}`));
}

export async function act(path, body) {
  return read(await fetch(`/demo/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Demo-Token": TOKEN },
    body: JSON.stringify(body),
  }));
}

export function listen(since, hear) {
  const stream = new EventSource(`/demo/events?since=${since}`);
  stream.onmessage = (event) => hear(JSON.parse(event.data));
  return stream;
}
