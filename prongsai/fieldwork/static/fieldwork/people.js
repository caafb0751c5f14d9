// Who uses the device: the PIN, the choice between several people, signing in.
"use strict";
(() => {
  const { make, say } = field;
  const MOST_WRONG = 5;
  const isPin = (pin) => /^[0-9]{6,12}$/.test(pin);

  function pinField(name) {
    const input = make("input", { type: "password", inputMode: "numeric", autocomplete: "off", required: true, maxLength: 12, id: name });
    return [input, make("p", {}, make("label", { htmlFor: name, text: say(name) }), input)];
  }

  function askNewPin(box, list, then) {
    const [pin, first] = pinField("pin");
    const [again, second] = pinField("pin_again");
    const form = field.form([first, second], {
      label: say("pin_set"),
      async check() {
        if (!isPin(pin.value)) return say("pin_short");
        if (pin.value !== again.value) return say("pin_differs");
        await field.setPin(box, pin.value);
        await box.writeMeta("wrong", 0);
        if (!await field.keepList(box, list)) field.lock(box);
        then(list);
        return "";
      },
    });
    field.show([field.title(say("pin_new")), make("p", { className: "person", text: box.person.name }), make("p", { text: say("pin_why") }), form]);
  }

  function askPin(box, { then, forgotten, others }) {
    const [pin, row] = pinField("pin");
    const form = field.form([row], {
      label: say("unlock"),
      others: others ? [field.button(say("others"), others, { className: "quiet" })] : [],
      async check() {
        const wrong = ((await box.readMeta("wrong")) ?? 0) + 1;
        await box.writeMeta("wrong", wrong);
        const found = isPin(pin.value) ? await field.unlock(box, pin.value) : null;
        pin.value = "";
        if (found) {
          await box.writeMeta("wrong", 0);
          then(found);
          return "";
        }
        if (wrong < MOST_WRONG) return say("pin_wrong", { left: MOST_WRONG - wrong });
        await box.forgetList();
        forgotten();
        return "";
      },
    });
    field.show([field.title(say("locked")), make("p", { className: "person", text: box.person.name }), make("p", { text: say("locked_why") }), form]);
  }

  function choosePerson(people, then) {
    const rows = people.map((person) => field.button(person.name, () => then(person), { className: "quiet wide" }));
    field.show([field.title(say("who")), make("p", { text: say("who_why") }), ...rows]);
  }

  function askSignIn() {
    field.show([field.title(say("sign_in")), make("p", { text: say("sign_in_why") }),
      make("p", {}, make("a", { className: "button", href: field.page.login, text: say("sign_in") }))]);
  }

  Object.assign(field, { askNewPin, askPin, choosePerson, askSignIn });
})();
