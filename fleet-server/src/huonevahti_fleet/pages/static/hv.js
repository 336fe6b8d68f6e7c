// What the browser adds to plain pages: word of the connection, a pause, focus kept, keys. All pages work without it.
(function () {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const live = byId("live");
  const remembered = (name) => { try { return localStorage.getItem("hv-" + name); } catch { return null; } };
  const remember = (name, value) => { try { localStorage.setItem("hv-" + name, value); } catch { /* kept for this page only */ } };
  const waiting = new Map();
  let paused = remembered("paused") === "yes";
  let source = null;
  let lostSince = null;
  let missed = false;

  function word(state) {
    if (!live) return;
    const text = byId("link-word");
    const shown = paused ? "paused" : state;
    live.classList.toggle("is-live", shown === "on");
    live.classList.toggle("is-lost", shown === "lost");
    text.textContent = text.dataset[shown === "on" ? "live" : shown];
  }

  function connection(state) {
    const line = byId("lost");
    if (!line) return;
    if (state === "on") { lostSince = null; line.textContent = ""; }
    else if (!lostSince) {
      lostSince = Date.now();
      setTimeout(() => {
        if (lostSince && !paused) line.textContent = line.dataset.text.replace("{at}", byId("live-asof").textContent);
      }, 3000);
    }
    word(state);
  }

  // Only what differs goes on to htmx, and only where the page has a place for it.
  function sift(html) {
    const box = document.createElement("template");
    box.innerHTML = html;
    for (const part of [...box.content.children]) {
      const place = byId(part.id);
      const busy = place && place.hasAttribute("sse-swap") && place.contains(document.activeElement);
      if (busy) waiting.set(place, part.innerHTML);
      if (!place || busy || place.innerHTML === part.innerHTML) part.remove();
    }
    return box.innerHTML;
  }

  function swapLeaves(html) {
    const rest = sift(html);
    if (rest) window.htmx.swap(byId("leaves"), rest, { swapStyle: "none" });
  }

  function swapSection(place, html) {
    if (place.innerHTML !== html) window.htmx.swap(place, html, { swapStyle: "innerHTML" });
  }

  function settleWaiting() {
    for (const [place, html] of waiting) {
      if (place.isConnected && !place.contains(document.activeElement) && !paused) {
        waiting.delete(place);
        swapSection(place, html);
      }
    }
  }

  async function snapshot() {
    const stream = document.body.getAttribute("sse-connect");
    if (!stream || paused) return;
    try {
      const answer = await fetch(stream.replace("/events/stream", "/events/leaves"));
      if (!answer.ok) return;
      swapLeaves(await answer.text());
      word(source && source.readyState === 1 ? "on" : "lost");
    } catch { /* the banner tells of it */ }
  }

  function pause(wanted) {
    paused = wanted;
    remember("paused", paused ? "yes" : "no");
    const button = byId("pause");
    if (button) button.setAttribute("aria-pressed", String(paused));
    word(source && source.readyState === 1 ? "on" : "lost");
    if (!paused && missed) { missed = false; settleWaiting(); snapshot(); }
  }

  document.addEventListener("htmx:sseOpen", (e) => { source = e.detail.source; connection("on"); });
  document.addEventListener("htmx:sseError", (e) => { source = e.detail.source || source; connection("lost"); });
  document.addEventListener("htmx:sseClose", () => connection("lost"));
  document.addEventListener("htmx:sseBeforeMessage", (e) => {
    const place = e.target;
    const message = e.detail;
    e.preventDefault();
    if (paused) { missed = true; if (place.id !== "leaves") waiting.set(place, message.data); return; }
    if (place.id === "leaves") swapLeaves(message.data);
    else if (place.contains(document.activeElement)) waiting.set(place, message.data);
    else { waiting.delete(place); swapSection(place, message.data); }
  });
  document.addEventListener("focusout", () => setTimeout(settleWaiting, 0));
  if (live) setInterval(() => { if (!source || source.readyState === 2) snapshot(); }, 30000);

  const shortcuts = () => remembered("keys") !== "off";
  function step(by) {
    const rows = [...document.querySelectorAll("[data-row]")];
    if (!rows.length) return;
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const row = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by))];
    (row.querySelector("a") || row).focus();
    row.scrollIntoView({ block: "nearest" });
  }
  function keyList() {
    const list = byId("keys-list");
    if (!list) return;
    list.hidden = !list.hidden;
    byId("keys").setAttribute("aria-expanded", String(!list.hidden));
  }
  const keys = {
    "/": () => { const field = byId("q"); if (field) { field.focus(); field.select(); } },
    j: () => step(1),
    k: () => step(-1),
    p: () => byId("pause") && pause(!paused),
    "?": keyList,
  };
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.altKey || e.metaKey || e.target.closest("input, select, textarea")) return;
    if (!shortcuts() || !live || !Object.hasOwn(keys, e.key)) return;
    e.preventDefault();
    keys[e.key]();
  });

  document.addEventListener("DOMContentLoaded", () => {
    const button = byId("pause");
    if (!button) { paused = false; return; }
    button.hidden = byId("keys").hidden = false;
    button.addEventListener("click", () => pause(!paused));
    byId("keys").addEventListener("click", keyList);
    const box = byId("keys-on");
    box.checked = shortcuts();
    box.addEventListener("change", () => remember("keys", box.checked ? "on" : "off"));
    pause(paused);
  });
})();
