// A specialist's own check. Pictures, sounds and names of devices stay in this page; only the codes in `result` leave it.
(function () {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const result = { cameras: 0, microphones: 0, browser: "current" };
  for (const name of ["picture", "microphone", "speakers", "udp", "tcp", "tls"]) result[name] = "not_tested";
  const streams = {};
  let sound = null;

  function say(part, code) {
    const all = document.querySelectorAll(`[data-part="${part}"] [data-say]`);
    for (const said of all) said.hidden = said.dataset.say !== code;
    summary();
  }
  function summary() {
    const bad = document.querySelector(".test .said.p-degraded:not([hidden])");
    const tested = document.querySelector(".test .said:not([hidden])");
    const box = byId("summary");
    box.hidden = !tested;
    box.className = `card edge m-${bad ? "degraded" : "fit"}`;
    for (const said of box.querySelectorAll("[data-say]")) said.hidden = said.dataset.say !== (bad ? "bad" : "good");
    byId("leave").disabled = !tested;
  }
  const REASONS = { NotFoundError: "none", OverconstrainedError: "none", NotReadableError: "busy", AbortError: "busy" };
  const whyNot = (error) => REASONS[error.name] || "refused";
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const stop = (kind) => streams[kind] && streams[kind].getTracks().forEach((track) => track.stop());

  async function list(kind, select, count) {
    const found = (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === kind);
    result[count] = Math.min(9, found.filter((one) => !["default", "communications"].includes(one.deviceId)).length);
    const now = streams[kind].getTracks()[0].getSettings().deviceId;
    select.replaceChildren(...found.map((one, at) => new Option(one.label || String(at + 1), one.deviceId, false, one.deviceId === now)));
  }

  // How bright the picture is and how much it differs from one tone, both from 0 to 255.
  function luma(video) {
    const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 48 });
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(video, 0, 0, 64, 48);
    const dots = pen.getImageData(0, 0, 64, 48).data, many = dots.length / 4;
    let sum = 0, squares = 0;
    for (let at = 0; at < dots.length; at += 4) {
      const y = 0.2126 * dots[at] + 0.7152 * dots[at + 1] + 0.0722 * dots[at + 2];
      [sum, squares] = [sum + y, squares + y * y];
    }
    return { mean: sum / many, spread: Math.sqrt(Math.max(0, squares / many - (sum / many) ** 2)) };
  }

  async function camera(id) {
    try {
      stop("videoinput");
      const video = byId("picture");
      streams.videoinput = await navigator.mediaDevices.getUserMedia({ video: id ? { deviceId: { exact: id } } : true });
      byId("camera-stage").hidden = false;
      video.srcObject = streams.videoinput;
      await list("videoinput", byId("cameras"), "cameras");
      await Promise.race([video.play(), wait(5000)]);
      await wait(1200);
      const seen = video.videoWidth ? luma(video) : null;
      const lit = () => (seen.mean < 16 ? "black" : seen.mean > 235 && seen.spread < 12 ? "white" : "normal");
      result.picture = seen ? lit() : "no_picture";
    } catch (error) { result.picture = whyNot(error); }
    say("camera", result.picture);
  }

  async function microphone(id) {
    try {
      stop("audioinput");
      streams.audioinput = await navigator.mediaDevices.getUserMedia({ audio: id ? { deviceId: { exact: id } } : true });
      byId("microphone-stage").hidden = false;
      await list("audioinput", byId("microphones"), "microphones");
      result.microphone = streams.audioinput.getTracks()[0].muted ? "muted" : await listen(streams.audioinput);
      stop("audioinput");
    } catch (error) { result.microphone = whyNot(error); }
    say("microphone", result.microphone);
  }
  async function listen(stream) {
    await (sound = sound || new AudioContext()).resume();
    const ear = sound.createAnalyser(), samples = new Float32Array(2048);
    sound.createMediaStreamSource(stream).connect(ear);
    let loudest = -100;
    for (let turn = 0; turn < 60; turn += 1) {
      await wait(100);
      ear.getFloatTimeDomainData(samples);
      const level = 10 * Math.log10(samples.reduce((sum, one) => sum + one * one, 0) / samples.length + 1e-10);
      byId("level").value = Math.max(-60, level);
      loudest = Math.max(loudest, level);
      if (loudest > -40 && turn > 20) break;
    }
    return loudest > -40 ? "heard" : loudest > -58 ? "faint" : "silent";
  }

  async function tone() {
    await (sound = sound || new AudioContext()).resume();
    const voice = new OscillatorNode(sound, { frequency: 440 });
    voice.connect(new GainNode(sound, { gain: 0.2 })).connect(sound.destination);
    voice.start(); voice.stop(sound.currentTime + 1.2);
    byId("heard").hidden = false;
  }
  const heard = (word) => { result.speakers = word; say("speakers", word); };

  function reaches(way, login) {
    return new Promise((done) => {
      const servers = [{ urls: way.url, username: login.username, credential: login.credential }];
      const line = new RTCPeerConnection({ iceServers: servers, iceTransportPolicy: "relay" });
      const end = (word) => { line.close(); done(word); };
      line.onicecandidate = (e) => { if (!e.candidate) end("blocked"); else if (e.candidate.type === "relay") end("open"); };
      setTimeout(() => end("blocked"), 9000);
      line.createDataChannel("check");
      line.createOffer().then((offer) => line.setLocalDescription(offer)).catch(() => end("blocked"));
    });
  }
  async function relay() {
    const answer = await fetch("/check/relay", { method: "POST" }), login = answer.ok ? await answer.json() : { ways: [] };
    await Promise.all(login.ways.map(async (way) => { result[way.transport] = await reaches(way, login); }));
    byId("ways").hidden = !login.ways.length;
    for (const row of document.querySelectorAll("[data-way]"))
      for (const word of row.querySelectorAll("[data-is]")) word.hidden = word.dataset.is !== result[row.dataset.way];
    const tested = login.ways.map((way) => result[way.transport]);
    const none = tested.length && !tested.includes("open");
    say("relay", !tested.length ? "not_tested" : none ? "blocked" : result.udp === "blocked" ? "udp_blocked" : "all_open");
  }

  async function leave() {
    for (const id of ["code-failed", "code", "code-kept"]) byId(id).hidden = true;
    const body = JSON.stringify(result), headers = { "Content-Type": "application/json" };
    const answer = await fetch("/check/results", { method: "POST", headers, body }).catch(() => null);
    byId("code-failed").hidden = Boolean(answer && answer.ok);
    if (!answer || !answer.ok) return;
    byId("code").textContent = (await answer.json()).code;
    byId("code").hidden = byId("code-kept").hidden = false;
  }
  async function start() {
    byId("start").disabled = true;
    if (!navigator.mediaDevices || !window.RTCPeerConnection) result.browser = "lacks_parts";
    await Promise.all([camera().then(() => microphone()), relay().catch(() => say("relay", "not_tested"))]);
    byId("start").disabled = false;
  }

  for (const part of document.querySelectorAll(".needs-script")) part.hidden = false;
  for (const [id, act] of [["start", start], ["tone", tone], ["leave", leave], ["heard-yes", () => heard("heard")], ["heard-no", () => heard("not_heard")]])
    byId(id).addEventListener("click", act);
  byId("cameras").addEventListener("change", (e) => camera(e.target.value));
  byId("microphones").addEventListener("change", (e) => microphone(e.target.value));
  // A camera that a forgotten page holds is one that the call cannot have.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) stop("videoinput"); else if (streams.videoinput) camera(byId("cameras").value);
  });
})();
