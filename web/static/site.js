// Sends the form without leaving the page, shows that the search has begun, puts the finished
// answer in place and moves the focus to it. Without this script the same form loads a page.

const form = document.getElementById("ask");
const conversation = document.getElementById("conversation");

function build(node) {
  if (typeof node === "string") return document.createTextNode(node);
  const [tag, attributes, children] = node;
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.map(build));
  return element;
}

async function readLines(body, handle) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split("\n");
    rest = lines.pop();
    lines.forEach((line) => handle(JSON.parse(line)));
  }
}

function show(line) {
  if (line.error) throw new Error(line.error);
  document.getElementById("status").textContent = line.status ?? "";
  if (line.answer) place(line);
}

function place({ answer, title, conversation: token, asked }) {
  const { question, conversation: last, asked: before } = form.elements;
  document.querySelectorAll("[data-start]").forEach((part) => (part.hidden = true));
  document.getElementById("talk").classList.remove("opening");
  document.getElementById("problem")?.remove();
  question.removeAttribute("aria-invalid");
  question.setAttribute("aria-describedby", "hint");
  question.value = "";
  last.value = token;
  before.value = asked;
  document.querySelector(".asklabel").textContent = form.dataset.later;
  document.title = title;
  conversation.append(...answer.map(build));
  reveal(conversation);
  [...conversation.querySelectorAll("[data-answer]")].at(-1).focus();
}

async function ask(submitter) {
  const send = document.getElementById("send");
  if (send.getAttribute("aria-disabled") === "true") return;
  if (submitter?.name === "suggestion") form.elements.question.value = submitter.value;
  send.setAttribute("aria-disabled", "true");
  try {
    const reply = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "application/x-ndjson" },
      signal: AbortSignal.timeout(60_000),
    });
    if (!reply.ok) throw new Error(`status ${reply.status}`);
    await readLines(reply.body, show);
  } catch {
    form.submit();
  } finally {
    send.removeAttribute("aria-disabled");
  }
}

async function thank(feedback, submitter) {
  const thanks = feedback.querySelector("[data-thanks]");
  const reply = await fetch(feedback.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(feedback, submitter)),
    headers: { Accept: "application/json" },
  });
  const { message } = await reply.json();
  [...feedback.children].forEach((part) => (part.hidden = part !== thanks));
  thanks.textContent = message;
  thanks.focus();
}

// The citation of an element: its label, its printed words, its meters and its address.
function citation(button) {
  const element = button.closest("[data-element]");
  const texts = (name) => [...element.querySelectorAll(`[data-${name}]`)].map((part) => part.textContent);
  const address = new URL(button.dataset.address, location.href).href;
  const quotes = texts("quote").map((text) => `”${text}”`);
  const meters = texts("meter").map((text) => `${button.dataset.followed}: ${text}`);
  return [button.dataset.cite, ...quotes, ...meters, address].join("\n");
}

async function copy(button) {
  const whole = button.closest("details")?.querySelector("textarea");
  try {
    await navigator.clipboard.writeText(whole ? whole.value : citation(button));
    button.textContent = button.dataset.done;
  } catch {
    whole?.focus();
    whole?.select();
  }
}

function reveal(within) {
  const clipboard = Boolean(navigator.clipboard);
  within.querySelectorAll("[data-print], [data-copy]").forEach((button) => (button.hidden = false));
  within.querySelectorAll("[data-cite]").forEach((button) => (button.hidden = !clipboard));
}

document.addEventListener("submit", (event) => {
  if (event.target === form && event.submitter?.name !== "switch") {
    event.preventDefault();
    ask(event.submitter);
  } else if (event.target.matches("[data-feedback]")) {
    event.preventDefault();
    thank(event.target, event.submitter);
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy], [data-cite], [data-print]");
  if (button?.matches("[data-copy], [data-cite]")) copy(button);
  if (button?.matches("[data-print]")) print();
});

form?.elements.question.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit(document.getElementById("send"));
});

reveal(document);

// On paper every source is shown.
addEventListener("beforeprint", () =>
  document.querySelectorAll("details.further").forEach((details) => (details.open = true)));
