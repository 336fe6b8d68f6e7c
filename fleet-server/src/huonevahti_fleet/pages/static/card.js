// Renews an open card while it is looked at. The page works without: it is then loaded anew by itself.
(function () {
  "use strict";
  const place = document.getElementById("now");
  const address = place && place.dataset.now;
  if (!address) return;
  const keyOf = (box) => (box.querySelector("[data-key]") || { dataset: {} }).dataset.key;

  async function renew() {
    if (document.hidden) return;
    const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
    if (answer && answer.status === 404) { location.reload(); return; }
    if (!answer || !answer.ok) { place.classList.add("stale"); return; }
    place.classList.remove("stale");
    const box = document.createElement("template");
    box.innerHTML = await answer.text();
    if (keyOf(box.content) !== keyOf(place)) place.replaceChildren(box.content);
    else place.querySelector(".asof").textContent = box.content.querySelector(".asof").textContent;
  }
  setInterval(renew, place.dataset.seconds * 1000);
  document.addEventListener("visibilitychange", renew);
})();
