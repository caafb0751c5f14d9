"""Which nodes a framework has: the shape of the format as people edit it."""

from prongsai.frameworks.types.nodes import Branch, Field, Kind, Sort

WORD, WORDS, CODE, NUMBER, WHOLE = Sort.WORD, Sort.WORDS, Sort.CODE, Sort.NUMBER, Sort.WHOLE
LOOSE = False
KEY = "@key"  # the code under which a keyed node stands
BASES = ("S", "V", "V-weak", "I", "R", "N")
BASIS = Field("basis", Sort.CHOICE, choices=BASES)
BASIS_LOOSE = Field("basis", Sort.CHOICE, LOOSE, BASES)
SOURCES = Field("sources", Sort.NAMES, LOOSE, ("@sources",))
NAME = (Field("name.th", WORD), Field("name.en", WORD))
TEXT = (Field("th", WORDS), Field("en", WORDS))
ROW_TEXT = (Field("th", WORD), Field("en", WORD))
AGGREGATE = Field("aggregate", Sort.CHOICE, LOOSE, ("mean", "flat", "weighted"))
WEIGHT = Field("weight", NUMBER, LOOSE)
MARKS = Field("marks", Sort.NUMBERS, LOOSE)
RESPONDENTS = (Field("respondents.th", WORDS, LOOSE), Field("respondents.en", WORDS, LOOSE))
BAND = (
    Field("code", CODE),
    Field("text.th", WORD),
    Field("text.en", WORD),
    Field("minimum", NUMBER),
    Field("gate", NUMBER, LOOSE),
)
ITEM = (
    Field("code", CODE),
    Field("key", CODE),
    Field("label.th", WORDS),
    Field("label.en", WORDS),
    Field("th", WORDS, LOOSE),
    Field("en", WORDS, LOOSE),
    BASIS,
    SOURCES,
    WEIGHT,
    Field("replaces", Sort.CODES, LOOSE),
    MARKS,
    Field("evidence.covers", Sort.CHOICE, LOOSE, ("assessed-year", "year-before")),
    Field("evidence.window_months", WHOLE, LOOSE),
    Field("evidence.own_domain", Sort.YESNO, LOOSE),
    Field("evidence.machine_readable", Sort.YESNO, LOOSE),
    Field("evidence.basis", Sort.CHOICE, LOOSE, BASES),
)

_KINDS = (
    Kind(
        "framework",
        (
            Field("title.th", WORD),
            Field("title.en", WORD),
            Field("programme", CODE),
            Field("form", CODE),
            Field("fiscal_year", WHOLE),
            Field("rounding.mode", Sort.CHOICE, choices=("once", "parts")),
            Field("levels.pass_mark", NUMBER),
            Field("notes", Sort.ROWS, LOOSE, columns=ROW_TEXT),
        ),
        (
            Branch("instruments", "instrument"),
            Branch("rules", "rule", keyed=True),
            Branch("sources", "source", keyed=True),
            Branch("levels.bands", "band"),
            Branch("levels.also", "band"),
            Branch("scales", "scale", keyed=True),
            Branch("quotas", "quota", keyed=True),
            Branch("attributes", "attribute"),
            Branch("calendar", "step"),
            Branch("adjustments", "adjustment"),
        ),
    ),
    Kind(
        "instrument",
        (
            Field("code", CODE),
            *NAME,
            Field("weight", NUMBER),
            AGGREGATE,
            *RESPONDENTS,
            Field("join", Sort.CHOICE, LOOSE, ("mean-of-parts", "pooled")),
            MARKS,
            Field("complete", Sort.YESNO, LOOSE),
        ),
        (
            Branch("parts", "part"),
            Branch("indicators", "indicator"),
            Branch("items", "item"),
        ),
    ),
    Kind(
        "part",
        (
            Field("code", CODE),
            *NAME,
            Field("respondents.th", WORDS),
            Field("respondents.en", WORDS),
        ),
    ),
    Kind(
        "indicator",
        (Field("code", CODE), *NAME, AGGREGATE, WEIGHT),
        (Branch("groups", "group"), Branch("items", "item")),
    ),
    Kind("group", (Field("code", CODE), *NAME, BASIS_LOOSE, WEIGHT), (Branch("items", "item"),)),
    Kind("item", ITEM, (Branch("lines", "line"), Branch("evidence.components", "component"))),
    Kind(
        "line",
        (
            Field("code", CODE),
            *TEXT,
            Field("scale", Sort.CHOICE, choices=("@scales",)),
            Field("direction", Sort.CHOICE, LOOSE, ("positive", "reversed")),
            BASIS_LOOSE,
        ),
    ),
    Kind("component", (*TEXT, BASIS, SOURCES)),
    Kind("rule", (Field(KEY, CODE), *TEXT, BASIS, SOURCES)),
    Kind("source", (Field(KEY, CODE), Field("what", WORDS), Field("url", WORD, LOOSE))),
    Kind("band", BAND),
    Kind(
        "scale",
        (
            Field(KEY, CODE),
            *NAME,
            Field("choices", Sort.ROWS, columns=(*ROW_TEXT, Field("points", NUMBER, LOOSE))),
        ),
    ),
    Kind(
        "quota",
        (
            Field(KEY, Sort.CHOICE, choices=("@sheets",)),
            *TEXT,
            BASIS,
            SOURCES,
            Field("percent", NUMBER, LOOSE),
            Field("at_least", WHOLE, LOOSE),
            Field("at_most", WHOLE, LOOSE),
        ),
        (Branch("classes", "quota-class", keyed=True),),
    ),
    Kind("quota-class", (Field(KEY, CODE), *TEXT, Field("minimum", WHOLE))),
    Kind(
        "attribute",
        (
            Field("code", CODE),
            *NAME,
            Field("asked_in", Sort.NAMES, choices=("@instruments",)),
            BASIS,
            Field("choices", Sort.ROWS, columns=ROW_TEXT),
            Field("randomised.yes_days", WHOLE, LOOSE),
            Field("randomised.no_days", WHOLE, LOOSE),
        ),
    ),
    Kind(
        "step",
        (
            Field("step", CODE),
            *NAME,
            Field("opens", Sort.DAY, LOOSE),
            Field("closes", Sort.DAY, LOOSE),
            BASIS,
            SOURCES,
            Field("note.th", WORDS, LOOSE),
            Field("note.en", WORDS, LOOSE),
        ),
    ),
    Kind(
        "adjustment",
        (
            Field("code", CODE),
            Field("kind", Sort.CHOICE, choices=("deduction", "factor")),
            *TEXT,
            Field("most", NUMBER),
        ),
    ),
)
KINDS = {kind.name: kind for kind in _KINDS}
