// The form of one interview: one question after the other, a draft under the PIN, sealed at the end.
"use strict";
(() => {
  const COMPLETE = 0.8;
  const PARTIAL = 0.5;
  const PACES = [30, 60, 120, 300];

  const make = (tag, options = {}, ...children) => {
    const { text, data, ...rest } = options;
    const node = Object.assign(document.createElement(tag), rest);
    if (text !== undefined) node.textContent = text;
    Object.entries(data ?? {}).forEach(([name, value]) => { node.dataset[name] = value; });
    node.append(...children.filter(Boolean));
    return node;
  };
  const words = (both) => both[document.documentElement.lang] ?? both.th;

  function question(name, number, one) {
    const choices = one.choices.map((choice, at) => make("label", { className: "choice" },
      make("input", { type: "radio", name, value: String(at) }), make("span", { text: words(choice) })));
    const legend = make("legend", { tabIndex: -1 },
      one.label && make("small", { text: words(one.label) }), make("span", { text: `${number}. ${words(one.text)}` }));
    return make("fieldset", { id: name }, legend, ...choices);
  }

  const read = (form, prefix, count) => Array.from({ length: count }, (_, at) => {
    const value = new FormData(form).get(`${prefix}${at}`);
    return value === null ? field.LEFT_OUT : Number(value);
  });

  // Returns how an interview with so many answers counts; below half it is broken off and not kept.
  function judge(answers) {
    const share = answers.filter((choice) => choice !== field.LEFT_OUT).length / answers.length;
    if (share >= COMPLETE) return "complete";
    return share >= PARTIAL ? "partial" : "break_off";
  }

  function paceOf(began) {
    const seconds = (performance.now() - began) / 1000;
    const at = PACES.findIndex((bound) => seconds < bound);
    return at < 0 ? PACES.length : at;
  }

  async function showInterview({ item, agency, questions, say, finish, leave }) {
    const began = performance.now();
    const form = make("form", { className: "interview", noValidate: true });
    questions.lines.forEach((one, at) => form.append(question(`q${at}`, at + 1, one)));
    if (questions.profile.length) form.append(make("h2", { text: say("about") }));
    questions.profile.forEach((one, at) => { if (one.choices.length) form.append(question(`p${at}`, at + 1, one)); });
    const bar = make("progress", { max: questions.lines.length, value: 0 });
    bar.setAttribute("aria-label", say("progress"));
    const count = make("p", { className: "muted" });
    const problem = make("div", { className: "problem", hidden: true, tabIndex: -1 });
    problem.setAttribute("role", "alert");
    const skips = make("input", { type: "checkbox", id: "skips" });
    const skip = make("label", { className: "choice", hidden: true }, skips, make("span", { text: say("skip") }));
    const back = make("button", { type: "button", className: "quiet", text: say("back") });
    form.append(problem, skip, make("div", { className: "buttons" }, make("button", { text: say("finish") }), back));
    const stored = await field.one("drafts", item.id);
    if (stored) {
      const given = await field.open(stored.blob);
      for (const [name, value] of given) { const asked = form.elements.namedItem(name); if (asked) asked.value = value; }
    }
    const given = () => [...new FormData(form)];
    const answers = () => read(form, "q", questions.lines.length);
    const show = () => {
      const done = answers().filter((choice) => choice !== field.LEFT_OUT).length;
      bar.value = done;
      count.textContent = say("answered", { done, all: questions.lines.length });
    };
    let saving = Promise.resolve();
    form.addEventListener("change", () => {
      show();
      const now = given();
      saving = saving.then(async () => field.put("drafts", { case: item.id, blob: await field.close(now) }));
    });
    back.addEventListener("click", () => saving.then(leave));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const all = answers();
      const missing = all.flatMap((choice, at) => (choice === field.LEFT_OUT ? [at] : []));
      if (missing.length && !skips.checked) {
        problem.replaceChildren(make("p", { text: say("missing", { count: missing.length }) }),
          make("p", {}, ...missing.slice(0, 12).map((at) => {
            const link = make("button", { type: "button", className: "quiet", text: String(at + 1) });
            link.setAttribute("aria-label", say("go", { number: at + 1 }));
            link.addEventListener("click", () => form.querySelector(`#q${at} legend`).focus());
            return link;
          })));
        problem.hidden = skip.hidden = false;
        problem.focus();
        return;
      }
      await saving;
      const state = judge(all);
      const profile = read(form, "p", questions.profile.length);
      const interview = { agency: agency.id, answers: all, profile, pace: paceOf(began) };
      await finish(item, { state }, state === "break_off" ? null : interview);
    });
    show();
    const top = make("div", { className: "sticky" }, bar, count);
    return [make("h1", { text: say("interview"), tabIndex: -1 }), make("p", { text: words(agency.name) }),
      make("p", { className: "box", text: say("intro") }), top, form];
  }

  Object.assign(field, { make, words, showInterview });
})();
