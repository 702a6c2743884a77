// What the elements' scripts share: making nodes, wording, what this browser remembers.

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined && text !== null) node.textContent = text;
  return node;
}

function tongue(node, language) {
  node.lang = language.tag;
  node.dir = language.dir;
  return node;
}

function counted(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

function sentence(text) {
  return text ? `${text[0].toUpperCase()}${text.slice(1)}.` : "";
}

function inList(words) {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function recall(name) {
  try {
    return window.localStorage.getItem(`workbench.${name}`);
  } catch {
    return null; // storage switched off: asked for again next time
  }
}

function keep(name, value) {
  try {
    if (value) window.localStorage.setItem(`workbench.${name}`, value);
    else window.localStorage.removeItem(`workbench.${name}`);
  } catch {
    // storage switched off or full: the server has what it has answered
  }
}
