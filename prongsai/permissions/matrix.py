"""Who may do what, and how far it reaches: the only table of permissions."""

from enum import IntEnum

from prongsai.permissions.roles import Role


class Reach(IntEnum):
    """How far from the unit of the grant a permission reaches."""

    OWN = 1  # the unit itself
    TREE = 2  # the unit and everything below it, in any relation
    NATION = 3  # everything


_CENTRE = {Role.COMMISSION_OWNER: Reach.NATION, Role.DEPARTMENT_CENTRE: Reach.TREE}
_PROVINCE = {
    Role.GOVERNOR: Reach.TREE,
    Role.DEPUTY_GOVERNOR: Reach.TREE,
    Role.PROVINCE_COORDINATOR: Reach.TREE,
    Role.PROVINCIAL_COMMISSION: Reach.TREE,
}
_DISTRICT = {
    Role.DISTRICT_CHIEF: Reach.TREE,
    Role.DISTRICT_OFFICER: Reach.TREE,
    Role.TAMBON_OFFICER: Reach.TREE,
}
_AGENCY = {
    Role.AGENCY_EXECUTIVE: Reach.OWN,
    Role.AGENCY_ADMIN: Reach.OWN,
    Role.DIVISION_CONTACT: Reach.OWN,
}
_SUPERVISORS = {**_CENTRE, **_PROVINCE, **_DISTRICT}

MATRIX: dict[str, dict[Role, Reach]] = {
    # The organisation tree
    "unit.view": {
        **_SUPERVISORS,
        **_AGENCY,
        Role.ASSESSOR: Reach.TREE,
        Role.AUDITOR: Reach.NATION,
        Role.DATA_PROTECTION_OFFICER: Reach.NATION,
        Role.SYSTEM_OPERATOR: Reach.NATION,
    },
    "unit.edit_profile": {Role.AGENCY_ADMIN: Reach.OWN, Role.COMMISSION_OWNER: Reach.NATION},
    "unit.reorganise": {Role.COMMISSION_OWNER: Reach.NATION},
    "unit.import": {Role.COMMISSION_OWNER: Reach.NATION},
    "division.manage": {Role.AGENCY_ADMIN: Reach.OWN},
    # People
    "person.view": {
        **_SUPERVISORS,
        Role.AGENCY_EXECUTIVE: Reach.OWN,
        Role.AGENCY_ADMIN: Reach.OWN,
        Role.DIVISION_CONTACT: Reach.OWN,
        Role.AUDITOR: Reach.NATION,
        Role.DATA_PROTECTION_OFFICER: Reach.NATION,
    },
    # E-mail and telephone; names and positions come with person.view.
    "person.contact": {
        **_SUPERVISORS,
        Role.AGENCY_EXECUTIVE: Reach.OWN,
        Role.AGENCY_ADMIN: Reach.OWN,
        Role.DATA_PROTECTION_OFFICER: Reach.NATION,
    },
    "person.invite": {
        **_CENTRE,
        Role.PROVINCE_COORDINATOR: Reach.TREE,
        Role.PROVINCIAL_COMMISSION: Reach.TREE,
        Role.DISTRICT_CHIEF: Reach.TREE,
        Role.DISTRICT_OFFICER: Reach.TREE,
        Role.AGENCY_ADMIN: Reach.OWN,
    },
    "person.orphans": {
        **_CENTRE,
        **_PROVINCE,
        Role.DISTRICT_CHIEF: Reach.TREE,
        Role.DISTRICT_OFFICER: Reach.TREE,
    },
    "role.revoke": {
        **_CENTRE,
        Role.PROVINCE_COORDINATOR: Reach.TREE,
        Role.PROVINCIAL_COMMISSION: Reach.TREE,
        Role.DISTRICT_CHIEF: Reach.TREE,
        Role.AGENCY_ADMIN: Reach.OWN,
    },
    # The second person for a sensitive role; which roles exactly: accounts/rules/grants.py.
    "role.approve": {
        **_CENTRE,
        Role.GOVERNOR: Reach.TREE,
        Role.PROVINCE_COORDINATOR: Reach.TREE,
        Role.DISTRICT_CHIEF: Reach.TREE,
    },
    # Lending the own post to a substitute for a time.
    "role.delegate": {
        Role.DEPARTMENT_CENTRE: Reach.OWN,
        Role.GOVERNOR: Reach.OWN,
        Role.DEPUTY_GOVERNOR: Reach.OWN,
        Role.PROVINCE_COORDINATOR: Reach.OWN,
        Role.DISTRICT_CHIEF: Reach.OWN,
        Role.DISTRICT_OFFICER: Reach.OWN,
        Role.AGENCY_EXECUTIVE: Reach.OWN,
    },
    # Below the own unit only while a unit has no admin: accounts/rules/handovers.py.
    "role.handover": {
        **_CENTRE,
        Role.PROVINCE_COORDINATOR: Reach.TREE,
        Role.DISTRICT_CHIEF: Reach.TREE,
        Role.AGENCY_ADMIN: Reach.OWN,
    },
    "account.recover": {
        Role.COMMISSION_OWNER: Reach.NATION,
        Role.PROVINCE_COORDINATOR: Reach.TREE,
        Role.SYSTEM_OPERATOR: Reach.NATION,
    },
    # Calendar
    "season.view": dict.fromkeys(Role, Reach.NATION),
    "season.extend": {
        Role.COMMISSION_OWNER: Reach.NATION,
        Role.AGENCY_ADMIN: Reach.OWN,
        Role.AGENCY_EXECUTIVE: Reach.OWN,
    },
    "season.edit": {Role.COMMISSION_OWNER: Reach.NATION},
    "season.approve": {Role.COMMISSION_OWNER: Reach.NATION},
    # The yearly set-up: the admin enters, another person of the agency confirms.
    "headcount.view": {**_SUPERVISORS, **_AGENCY},
    "headcount.edit": {Role.AGENCY_ADMIN: Reach.OWN},
    # Figures of many agencies from a table; the executive of each still confirms.
    "headcount.import": {
        Role.COMMISSION_OWNER: Reach.NATION,
        Role.PROVINCE_COORDINATOR: Reach.TREE,
    },
    "headcount.confirm": {Role.AGENCY_EXECUTIVE: Reach.OWN},
    "headcount.remind": {
        **_CENTRE,
        Role.PROVINCE_COORDINATOR: Reach.TREE,
        Role.PROVINCIAL_COMMISSION: Reach.TREE,
        Role.DISTRICT_CHIEF: Reach.TREE,
        Role.DISTRICT_OFFICER: Reach.TREE,
    },
    # Frameworks: the rules of a year
    "framework.view": dict.fromkeys(Role, Reach.NATION),
    "framework.edit": {Role.COMMISSION_OWNER: Reach.NATION},
    "framework.approve": {Role.COMMISSION_OWNER: Reach.NATION},
    # Surveys
    "survey.view": {**_SUPERVISORS, **_AGENCY},
    "survey.manage": {Role.AGENCY_ADMIN: Reach.OWN, Role.COMMISSION_OWNER: Reach.NATION},
    # Estimates of questions answered under a forced-answer design: nation and classes only.
    "survey.sensitive": {Role.COMMISSION_OWNER: Reach.NATION},
    # "You said, we did": what an agency answers to its respondents
    "feedback.view": {**_AGENCY, Role.COMMISSION_OWNER: Reach.NATION},
    "feedback.write": {Role.AGENCY_ADMIN: Reach.OWN},
    "feedback.publish": {Role.AGENCY_EXECUTIVE: Reach.OWN},
    # The integrity of answers: never for those who supervise the agencies.
    "integrity.view": {
        Role.COMMISSION_OWNER: Reach.NATION,
        Role.PROVINCIAL_COMMISSION: Reach.TREE,
    },
    "integrity.decide": {
        Role.COMMISSION_OWNER: Reach.NATION,
        Role.PROVINCIAL_COMMISSION: Reach.TREE,
    },
    "integrity.run": {Role.COMMISSION_OWNER: Reach.NATION},
    # Proposing other limits for the report.
    "integrity.thresholds": {Role.COMMISSION_OWNER: Reach.NATION},
    # The second person for leaving answers out, and for other limits.
    "integrity.approve": {Role.COMMISSION_OWNER: Reach.NATION},
    "integrity.reply": {Role.AGENCY_EXECUTIVE: Reach.OWN, Role.AGENCY_ADMIN: Reach.OWN},
    # Scoring
    "score.run": {Role.COMMISSION_OWNER: Reach.NATION},
    "score.publish": {Role.COMMISSION_OWNER: Reach.NATION},
    # Reports of pressure: no agency and nobody above it in line, ever
    "pressure.handle": {Role.COMMISSION_OWNER: Reach.NATION},
    "pressure.count": {Role.COMMISSION_OWNER: Reach.NATION, Role.AUDITOR: Reach.NATION},
    # Posters, cards, letters of a link; a division only those of its own link.
    "survey.kit": {
        **_SUPERVISORS,
        Role.AGENCY_EXECUTIVE: Reach.OWN,
        Role.AGENCY_ADMIN: Reach.OWN,
        Role.DIVISION_CONTACT: Reach.OWN,
    },
    # The kits of all agencies of an area at once.
    "survey.kit_many": {**_CENTRE, Role.PROVINCE_COORDINATOR: Reach.TREE},
    # Sealed codes in clear, once, for the agency that hands them out.
    "survey.slips": {Role.AGENCY_ADMIN: Reach.OWN},
    # Fieldwork
    "fieldwork.manage": {
        Role.COMMISSION_OWNER: Reach.NATION,
        Role.PROVINCIAL_COMMISSION: Reach.TREE,
    },
    "fieldwork.interview": {Role.INTERVIEWER: Reach.TREE},
    "fieldwork.key": {
        Role.COMMISSION_OWNER: Reach.NATION,
        Role.PROVINCIAL_COMMISSION: Reach.TREE,
        Role.INTERVIEWER: Reach.TREE,
    },
    # Audit
    "audit.view": {
        Role.AUDITOR: Reach.NATION,
        Role.DATA_PROTECTION_OFFICER: Reach.NATION,
        Role.AGENCY_ADMIN: Reach.OWN,
        Role.AGENCY_EXECUTIVE: Reach.OWN,
    },
}
