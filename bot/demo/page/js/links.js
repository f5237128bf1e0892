// Links to the bot itself stay inside the demo, as they stay inside Telegram.

export function readLink(address, username) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  const path = url.pathname.replace(/^\/+|\/+$/g, "").toLowerCase();
  const byWeb = /^https?:$/.test(url.protocol) && /^(www\.)?(t|telegram)\.me$/.test(url.hostname) && path === username.toLowerCase();
  const byApp = url.protocol === "tg:" && /^(\/\/)?resolve$/.test(url.host + url.pathname.replace(/\/$/, "")) && url.searchParams.get("domain")?.toLowerCase() === username.toLowerCase();
  if (!byWeb && !byApp) return null;
  return { payload: url.searchParams.get("start") ?? "", group: url.searchParams.has("startgroup") };
}
