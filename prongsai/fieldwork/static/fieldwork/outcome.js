// The outcome of an attempt without an interview, with the next appointment where wanted; and
// taking back one that was a mistake.
"use strict";
(() => {
  const { make, say } = field;
  const DAYS_AHEAD = 30;
  const [FIRST_HOUR, LAST_HOUR] = [7, 21];

  function choose(name, options) {
    const select = make("select", { id: name }, ...options.map(([value, text]) => make("option", { value, text })));
    return [select, make("p", {}, make("label", { htmlFor: name, text: say(name) }), select)];
  }

  function listDays() {
    return Array.from({ length: DAYS_AHEAD + 1 }, (_, at) => {
      const date = new Date();
      date.setDate(date.getDate() + at);
      return [field.toDay(date), field.showDay(field.toDay(date))];
    });
  }

  function listTimes() {
    const halves = Array.from({ length: 2 * (LAST_HOUR - FIRST_HOUR) + 1 }, (_, at) => FIRST_HOUR * 2 + at);
    return halves.map((half) => `${field.twoDigits(Math.floor(half / 2))}:${half % 2 ? "30" : "00"}`).map((time) => [time, say("time", { time: field.showTime(time) })]);
  }

  function showOutcome({ item, agency, finish, leave }) {
    const outcomes = field.rules.outcomes.filter((name) => item.telephone || name !== "wrong_number");
    const choices = outcomes.map((name) => make("label", { className: "choice" },
      make("input", { type: "radio", name: "state", value: name }), make("span", {}, say(`state_${name}`), make("small", { text: say(`why_${name}`) }))));
    const [day, dayRow] = choose("when_day", listDays());
    const [time, timeRow] = choose("when_time", [["", say("when_choose")], ...listTimes()]);
    const when = make("div", { className: "when", hidden: true }, dayRow, timeRow);
    const ends = make("p", { className: "box", hidden: true, text: say("ends"), aria: { role: "status" } });
    const state = () => new FormData(form).get("state");
    const form = field.form([make("fieldset", {}, make("legend", { text: say("what") }), ...choices), when, ends], {
      label: say("save"),
      others: [field.button(say("back"), leave, { className: "quiet" })],
      async check() {
        if (!state()) return say("choose");
        const isDated = state() === "appointment";
        if (isDated && !time.value) return say("choose_when");
        await finish(item, { state: state(), appointment: isDated ? `${day.value}T${time.value}` : "" });
        return "";
      },
    });
    form.addEventListener("change", () => {
      when.hidden = state() !== "appointment";
      ends.hidden = !field.rules.final.includes(state());
    });
    field.show([field.title(say("record")), make("p", { className: "number", text: item.telephone || item.place }),
      make("p", { className: "muted", text: field.words(agency.name) }), form]);
  }

  function showTakeBack({ item, agency, state, takeBack, leave }) {
    const form = field.form([make("p", { className: "box", text: say("take_back_why", { state: say(`state_${state}`) }) })], {
      label: say("take_back"),
      others: [field.button(say("back"), leave, { className: "quiet" })],
      async check() { await takeBack(); return ""; },
    });
    field.show([field.title(say("take_back")), make("p", { className: "number", text: item.telephone || item.place }),
      make("p", { className: "muted", text: field.words(agency.name) }), form]);
  }

  Object.assign(field, { showOutcome, showTakeBack });
})();
