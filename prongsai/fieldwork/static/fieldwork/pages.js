// What all screens are made of: elements, phrases, days as they are written here, forms.
"use strict";
(() => {
  const page = document.body.dataset;
  const phrases = JSON.parse(page.phrases);
  const rules = JSON.parse(page.rules);
  const language = document.documentElement.lang;
  const calendar = language === "th" ? "th-TH-u-ca-buddhist" : "en-GB";
  const screen = document.getElementById("screen");
  const INTERVIEWED = "complete";

  const make = (tag, options = {}, ...children) => {
    const { text, data, aria, ...rest } = options;
    const node = Object.assign(document.createElement(tag), rest);
    if (text !== undefined) node.textContent = text;
    Object.entries(data ?? {}).forEach(([name, value]) => { node.dataset[name] = value; });
    Object.entries(aria ?? {}).forEach(([name, value]) => node.setAttribute(name === "role" ? name : `aria-${name}`, value));
    node.append(...children.filter(Boolean));
    return node;
  };
  const say = (name, values = {}) => phrases[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const words = (both) => both[language] ?? both.th;

  function button(text, act, options = {}) {
    const node = make("button", { type: "button", text, ...options });
    node.addEventListener("click", act);
    return node;
  }

  const buttons = (...nodes) => make("div", { className: "buttons" }, ...nodes);
  const title = (text) => make("h1", { text, tabIndex: -1 });

  // Replaces the screen; STILL leaves the reader where he is, for what only brings a list up to date.
  function show(nodes, { still = false } = {}) {
    screen.replaceChildren(...nodes.filter(Boolean));
    if (still) return;
    scrollTo(0, 0);
    screen.querySelector("h1")?.focus({ preventScroll: true });
  }

  // A form with a place for what is wrong; CHECK returns the problem in words, or nothing.
  function form(fields, { label, check, others = [] }) {
    const problem = make("p", { className: "problem", hidden: true, aria: { role: "alert" } });
    const send = make("button", { text: label });
    const node = make("form", { noValidate: true }, ...fields, problem, buttons(send, ...others));
    node.addEventListener("submit", async (event) => {
      event.preventDefault();
      send.disabled = true;
      const wrong = await check(node).catch(() => say("not_kept"));
      send.disabled = false;
      problem.hidden = !wrong;
      if (!wrong) return;
      problem.textContent = wrong;
      node.querySelector("input:not([type=radio]):not([hidden])")?.focus();
    });
    return node;
  }

  const twoDigits = (number) => String(number).padStart(2, "0");
  const toDay = (date) => [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())].join("-");
  const showDay = (day) => new Date(`${day}T12:00`).toLocaleDateString(calendar, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
  const showTime = (time) => (language === "th" ? time.replace(":", ".") : time);
  const showMoment = (moment) => {
    const [day, time] = moment.split("T");
    return say("moment", { day: showDay(day), time: showTime(time) });
  };

  Object.assign(field, { page, rules, make, say, words, button, buttons, title, show, form, toDay, showDay, showTime, showMoment, twoDigits, INTERVIEWED });
})();
