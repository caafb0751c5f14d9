"""Headings and words of an uploaded table of units, in Thai and English, as people write them."""

from collections.abc import Mapping, Sequence

from prongsai.organizations.rules.headings import Headings, squeeze
from prongsai.organizations.types.imports import ImportColumn
from prongsai.organizations.types.units import Size, UnitClass

C = ImportColumn
K = UnitClass

HEADINGS: Headings[ImportColumn] = Headings(
    {
        C.CODE: ("code", "รหัส", "รหัสหน่วยงาน", "unit code"),
        C.NAME_TH: ("name_th", "ชื่อ", "ชื่อหน่วยงาน", "ชื่อภาษาไทย", "name", "thai name"),
        C.NAME_EN: ("name_en", "ชื่อภาษาอังกฤษ", "english name"),
        C.CLASS: ("class", "ประเภท", "ประเภทหน่วยงาน", "type"),
        C.SIZE: ("size", "ขนาด"),
        C.LINE: ("line", "ต้นสังกัด", "รหัสต้นสังกัด", "line parent", "code of the line parent"),
        C.GEOGRAPHY: ("geography", "พื้นที่", "รหัสหน่วยงานพื้นที่", "code of the area's agency"),
        C.SUPERVISION: (
            "supervision",
            "ผู้กำกับดูแล",
            "รหัสหน่วยงานกำกับดูแล",
            "code of the supervising agency",
        ),
        C.PLACE: ("place", "รหัสพื้นที่", "รหัสจังหวัดอำเภอตำบล", "place code", "area code"),
        C.WEBSITE: ("website", "เว็บไซต์", "เว็บไซต์หลัก", "main website"),
        C.DOMAINS: ("domains", "โดเมน", "โดเมนทางการ", "official domains"),
        C.VALID_FROM: ("valid_from", "วันที่มีผล", "มีผลตั้งแต่", "effective from"),
    }
)

CLASSES: dict[str, tuple[str, ...]] = {
    K.PROVINCE: ("จังหวัด",),
    K.DISTRICT: ("อำเภอ",),
    K.PROVINCIAL_BODY: ("อบจ", "องค์การบริหารส่วนจังหวัด", "provincial administrative organisation"),
    K.CITY: ("เทศบาลนคร", "ทน", "city municipality"),
    K.TOWN: ("เทศบาลเมือง", "ทม", "town municipality"),
    K.TAMBON_TOWN: ("เทศบาลตำบล", "ทต", "sub-district municipality"),
    K.TAMBON_BODY: ("อบต", "องค์การบริหารส่วนตำบล", "sub-district administrative organisation"),
    K.PATTAYA: ("เมืองพัทยา", "pattaya city"),
    K.BANGKOK: ("กรุงเทพมหานคร", "กทม"),
    K.MINISTRY: ("กระทรวง",),
    K.DEPARTMENT: ("กรม", "กรมหรือเทียบเท่า"),
    K.PROVINCIAL_OFFICE: ("หน่วยงานประจำจังหวัด", "ส่วนราชการประจำจังหวัด"),
    K.UNIVERSITY: ("สถาบันอุดมศึกษา", "มหาวิทยาลัย"),
    K.STATE_ENTERPRISE: ("รัฐวิสาหกิจ",),
    K.PUBLIC_ORGANISATION: ("องค์การมหาชน",),
    K.INDEPENDENT_BODY: ("องค์กรอิสระ",),
    K.COURT: ("ศาล", "หน่วยงานของศาล", "court office"),
}

SIZES: dict[str, tuple[str, ...]] = {
    Size.SMALL: ("s", "เล็ก", "small"),
    Size.MEDIUM: ("m", "กลาง", "medium"),
    Size.LARGE: ("l", "ใหญ่", "large"),
}


def read_class(text: str) -> str:
    """Return the class that TEXT means; what is not understood stays as it is."""
    return _CLASSES.get(squeeze(text), text)


def read_size(text: str) -> str:
    return _SIZES.get(squeeze(text), text)


def _turn(words: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {squeeze(word): key for key, all_ in words.items() for word in (key, *all_)}


_CLASSES = _turn(CLASSES)
_SIZES = _turn(SIZES)
