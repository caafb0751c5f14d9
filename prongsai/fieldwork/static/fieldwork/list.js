// The call list: what is due, what was done, what waits to be sent.
"use strict";
(() => {
  const { make, say, words } = field;
  const REASONS = ["closed", "key", "damaged", "late", "room", "unknown"];
  // The server will never take these; the others may still come through.
  const HOPELESS = ["closed", "key", "damaged", "late"];

  const isOver = (item, local) => (local ? local.final : field.rules.final.includes(item.state));
  // What may still be taken back: the last outcome of a case, on the day on which it was recorded.
  const findLast = (item, local) => {
    const { last } = local ?? item;
    return last?.day === field.toDay(new Date()) ? last : null;
  };

  const place = (item, name) => make("p", { id: name },
    item.telephone && make("a", { href: `tel:${item.telephone}`, className: "number", text: item.telephone }),
    item.place && make("span", { className: "place", text: item.place }));

  const takeBackButton = ({ item, local, go }, about) => findLast(item, local)
    && field.button(say("take_back"), () => go(`#back/${item.id}`), { className: "clear", ...about });

  function caseCard({ item, local, hasDraft, go }) {
    const state = local?.state ?? item.state;
    const attempts = item.attempts + (local?.attempts ?? 0);
    const appointment = local ? local.appointment : item.appointment;
    const name = `case-${item.id}`;
    const facts = [say(hasDraft ? "paused" : `state_${state}`), attempts && say("attempts", { count: attempts })].filter(Boolean).join(" · ");
    const about = { aria: { describedby: name } };
    return make("li", { className: "case", data: { case: item.id } },
      place(item, name), make("p", { className: "muted", text: facts }),
      appointment && make("p", { className: "meet", text: say("meet", { when: field.showMoment(appointment) }) }),
      field.buttons(field.button(say(hasDraft ? "go_on" : "start"), () => go(`#interview/${item.id}`), about),
        field.button(say("record"), () => go(`#outcome/${item.id}`), { className: "quiet", ...about }),
        takeBackButton({ item, local, go }, about)));
  }

  // What was closed today by an outcome that may still be taken back.
  function closedCard({ item, local, go }) {
    const name = `case-${item.id}`;
    return make("li", { className: "case", data: { closed: item.id } }, place(item, name),
      make("p", { className: "muted", text: say(`state_${local?.state ?? item.state}`) }),
      takeBackButton({ item, local, go }, { aria: { describedby: name } }));
  }

  // Appointments first, in their order; then whoever was tried least.
  function compare(one, other) {
    const [first, second] = [one, other].map(({ item, local }) => ({
      when: (local ? local.appointment : item.appointment) || "9999",
      attempts: item.attempts + (local?.attempts ?? 0),
    }));
    return first.when.localeCompare(second.when) || first.attempts - second.attempts || one.item.id - other.item.id;
  }

  function agencySection(agency, rows, done, go) {
    const open = rows.filter(({ item, local }) => !isOver(item, local));
    const closed = rows.filter(({ item, local }) => isOver(item, local) && findLast(item, local));
    const had = done.length + rows.filter(({ local }) => local?.state === field.INTERVIEWED).length;
    if (!rows.length && !had) return null;
    const bar = make("progress", { max: agency.quota, value: had, aria: { label: say("own_progress") } });
    const cards = open.sort(compare).map((row) => caseCard({ ...row, go }));
    return make("section", {}, make("h2", { text: words(agency.name) }), bar,
      make("p", { className: "muted", text: say("quota", { done: had, quota: agency.quota, open: open.length }) }),
      cards.length ? make("ul", { className: "cases" }, ...cards) : make("p", { text: say("no_more") }),
      closed.length && make("h3", { text: say("closed_today") }),
      closed.length && make("ul", { className: "cases" }, ...closed.map((row) => closedCard({ ...row, go }))));
  }

  // What the server did not take, why, and the only way out of what it never will.
  function refusals(box, refused, then) {
    if (!refused.length) return null;
    const counts = REASONS.map((why) => [why, refused.filter((row) => row.why === why).length]).filter(([, count]) => count);
    const rows = counts.map(([why, count]) => make("li", { text: say(`refused_${why}`, { count }) }));
    const lost = refused.filter((row) => HOPELESS.includes(row.why));
    const sure = field.button(say("discard_sure", { count: lost.length }), async () => {
      for (const { store, key } of lost) await box.drop(store, [key]);
      then();
    }, { hidden: true });
    const ask = field.button(say("discard"), () => { ask.hidden = true; sure.hidden = false; sure.focus(); }, { className: "quiet" });
    return make("div", { className: "problem" }, make("p", { text: say("refused", { count: refused.length }) }), make("ul", {}, ...rows),
      lost.length ? field.buttons(ask, sure) : "");
  }

  async function showList({ box, list, refused, tools, discarded, go, still }) {
    const locals = new Map((await box.all("local")).map((row) => [row.case, row]));
    const drafts = new Set((await box.all("drafts")).map((row) => row.case));
    const sections = list.agencies.map((agency) => agencySection(agency,
      list.cases.filter((item) => item.agency === agency.id).map((item) => ({ item, local: locals.get(item.id), hasDraft: drafts.has(item.id) })),
      list.done.filter((row) => row.agency === agency.id && row.state === field.INTERVIEWED), go)).filter(Boolean);
    const title = list.rounds.map((one) => one.name).join(" · ") || say("title");
    field.show([field.title(title), make("p", { className: "person", text: box.person.name }), field.buttons(...tools),
      refusals(box, refused, discarded), ...(sections.length ? sections : [make("p", { className: "box", text: say("nothing") })])], { still });
  }

  Object.assign(field, { showList, isOver, findLast });
})();
