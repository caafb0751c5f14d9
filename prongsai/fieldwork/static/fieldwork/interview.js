// The form of one interview: one question after the other, a draft under the PIN, sealed at the end.
"use strict";
(() => {
  const { make, say, words } = field;
  const PACES = [30, 60, 120, 300];

  function question(name, number, one) {
    const choices = one.choices.map((choice, at) => make("label", { className: "choice" },
      make("input", { type: "radio", name, value: String(at) }), make("span", { text: words(choice) })));
    const legend = make("legend", { tabIndex: -1 },
      one.label && make("small", { text: words(one.label) }), make("span", { text: `${number}. ${words(one.text)}` }));
    const clear = field.button(say("clear", { number }), () => {
      set.querySelectorAll("input").forEach((input) => { input.checked = false; });
      set.dispatchEvent(new Event("change", { bubbles: true }));
      legend.focus();
    }, { className: "clear" });
    const set = make("fieldset", { id: name }, legend, ...choices, clear);
    return set;
  }

  // The general questions go on counting; a sensitive one comes without choices and is not asked.
  function listQuestions({ lines, profile }) {
    const asked = profile.map((one, at) => ({ one, at })).filter(({ one }) => one.choices.length);
    return [
      ...lines.map((one, at) => question(`q${at}`, at + 1, one)),
      asked.length && make("h2", { text: say("about") }),
      ...asked.map(({ one, at }, place) => question(`p${at}`, lines.length + place + 1, one)),
    ].filter(Boolean);
  }

  const read = (form, prefix, count) => Array.from({ length: count }, (_, at) => {
    const value = new FormData(form).get(`${prefix}${at}`);
    return value === null ? field.LEFT_OUT : Number(value);
  });
  const countAnswered = (answers) => answers.filter((choice) => choice !== field.LEFT_OUT).length;
  const isKept = (answers) => countAnswered(answers) >= field.rules.kept_from * answers.length;

  function paceOf(began) {
    const seconds = (performance.now() - began) / 1000;
    const at = PACES.findIndex((bound) => seconds < bound);
    return at < 0 ? PACES.length : at;
  }

  async function restore(box, form, item) {
    const stored = await box.one("drafts", item.id);
    for (const [name, value] of (stored && await field.open(box, stored.blob)) ?? []) {
      const asked = form.elements.namedItem(name);
      if (asked) asked.value = value;
    }
  }

  // Saves one draft after the other; resolves once the last is on the disk, or has failed.
  function keepDrafts(box, form, item, tell) {
    let last = Promise.resolve();
    return {
      save() {
        const now = [...new FormData(form)];
        last = last.then(async () => { await box.put("drafts", { case: item.id, blob: await field.close(box, now) }); }).catch(tell);
      },
      wait: () => last,
    };
  }

  // What was left out, with a way to each, and what becomes of the interview if it ends like this.
  function showMissing(form, problem, answers) {
    const missing = answers.flatMap((choice, at) => (choice === field.LEFT_OUT ? [at] : []));
    const ways = missing.slice(0, 12).map((at) => field.button(String(at + 1), () => form.querySelector(`#q${at} legend`).focus(),
      { className: "quiet", aria: { label: say("go", { number: at + 1 }) } }));
    problem.replaceChildren(make("p", { text: say("missing", { count: missing.length }) }), field.buttons(...ways));
    if (!isKept(answers)) problem.append(make("p", { text: say("breaks_off") }));
    problem.hidden = false;
    problem.focus();
  }

  async function showInterview({ box, item, agency, questions, finish, leave }) {
    const began = performance.now();
    const bar = make("progress", { max: questions.lines.length, value: 0, aria: { label: say("progress") } });
    const count = make("p", { className: "muted" });
    const problem = make("div", { className: "problem", hidden: true, tabIndex: -1, aria: { role: "alert" } });
    const skips = make("input", { type: "checkbox", id: "skips" });
    const skip = make("label", { className: "choice", hidden: true }, skips, make("span", { text: say("skip") }));
    // Comes back with the draft: an interview that was paused is not taken for a quick one.
    const pace = make("input", { type: "hidden", name: "pace", value: "0" });
    const form = make("form", { className: "interview", noValidate: true }, ...listQuestions(questions), pace, problem, skip,
      field.buttons(make("button", { text: say("finish") }), field.button(say("back_kept"), () => drafts.wait().then(leave), { className: "quiet" })));
    const tell = () => { problem.replaceChildren(make("p", { text: say("not_kept") })); problem.hidden = false; };
    const drafts = keepDrafts(box, form, item, tell);
    const answers = () => read(form, "q", questions.lines.length);
    const update = () => {
      pace.value = Math.max(pace.value, paceOf(began));
      bar.value = countAnswered(answers());
      count.textContent = say("answered", { done: bar.value, all: questions.lines.length });
      form.querySelectorAll("fieldset").forEach((set) => { set.querySelector(".clear").hidden = !set.querySelector(":checked"); });
    };
    form.addEventListener("change", () => { update(); drafts.save(); });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      update();
      const all = answers();
      if (all.includes(field.LEFT_OUT) && !skips.checked) {
        showMissing(form, problem, all);
        skip.hidden = false;
        return;
      }
      await drafts.wait();
      const interview = { agency: agency.id, answers: all, profile: read(form, "p", questions.profile.length), pace: Number(pace.value) };
      const state = isKept(all) ? field.INTERVIEWED : "break_off";
      await finish(item, { state }, isKept(all) ? interview : null).catch(() => { tell(); problem.focus(); });
    });
    await restore(box, form, item);
    update();
    field.show([field.title(say("interview")), make("p", { className: "agency", text: words(agency.name) }),
      make("p", { className: "box", text: say("intro") }), make("div", { className: "sticky" }, bar, count), form]);
  }

  Object.assign(field, { showInterview });
})();
