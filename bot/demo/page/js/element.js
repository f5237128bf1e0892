// Building DOM nodes. Text only ever goes in as text: nothing here parses HTML.

const SVG = "http://www.w3.org/2000/svg";

const SIGNS = {
  back: "M15 5l-7 7 7 7",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  send: "M4 12h15M13 5.5l6.5 6.5-6.5 6.5",
  out: "M8 16L17 7M9.5 7H17v7.5",
  copy: "M9 9h10v11H9zM5 15V4h10",
  silent: "M6 17V11a6 6 0 0 1 9.5-4.9M18 11v6H6M10.5 20h3M4 4l16 16",
  down: "M12 5v13M6 12.5l6 6 6-6",
  link: "M5 12h13M12.5 6l6 6-6 6",
};

export function el(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (key === "data") {
      for (const [part, text] of Object.entries(value)) if (text !== undefined) node.dataset[part] = text;
    } else {
      node.setAttribute(key, value === true ? "" : String(value));
    }
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

export function sign(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  for (const [key, value] of Object.entries({
    d: SIGNS[name], fill: "none", stroke: "currentColor",
    "stroke-width": name === "more" ? "3.2" : "2", "stroke-linecap": "round", "stroke-linejoin": "round",
  })) path.setAttribute(key, value);
  svg.append(path);
  return svg;
}

export const byId = (id) => document.getElementById(id);
