"""Invented names of places, agencies and people, in Thai and English, the same for every seed."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Name:
    """A name in both languages."""

    th: str
    en: str

    def __add__(self, other: "Name") -> "Name":
        return Name(self.th + other.th, f"{self.en} {other.en}".strip())


def _pairs(text: str) -> list[Name]:
    return [Name(*(part.strip() for part in pair.split("=", 1))) for pair in text.split(",")]


LAND = _pairs(
    "บ้าน=Ban, หนอง=Nong, ท่า=Tha, โคก=Khok, นา=Na, วัง=Wang, ดอน=Don, ห้วย=Huai, คลอง=Khlong,"
    "เขา=Khao, ทุ่ง=Thung, สระ=Sa, บึง=Bueng, ป่า=Pa, โพน=Phon, ลาด=Lat, เกาะ=Ko, แม่=Mae,"
    "สวน=Suan, เนิน=Noen, หาด=Hat, ไร่=Rai, ร่อง=Rong, ศาลา=Sala"
)
TRAIT = _pairs(
    "ธารทอง=Than Thong, ฟ้าใส=Fa Sai, ลมเย็น=Lom Yen, จันทร์หอม=Chan Hom, ดาวเรือง=Dao Rueang,"
    "ขวัญข้าว=Khwan Khao, ไผ่เงิน=Phai Ngoen, ทรายแก้ว=Sai Kaeo, รุ่งอรุณ=Rung Arun,"
    "สายหมอก=Sai Mok, แสงคำ=Saeng Kham, น้ำผึ้ง=Nam Phueng, เมฆขาว=Mek Khao, ใบบุญ=Bai Bun,"
    "สร้อยทอง=Soi Thong, ม่านฟ้า=Man Fa, หินงาม=Hin Ngam, ดอกรัก=Dok Rak, เพชรนิล=Phet Nin,"
    "ปลายฝน=Plai Fon, ต้นตาล=Ton Tan, กลางลาน=Klang Lan, เรืองรอง=Rueang Rong,"
    "ชื่นใจ=Chuen Chai, สองสี=Song Si, นกน้อย=Nok Noi, ม่วงงาม=Muang Ngam, พลอยใส=Phloi Sai,"
    "ร่มไทร=Rom Sai, ใบเตย=Bai Toei, เดือนเด่น=Duean Den, ทองพูน=Thong Phun,"
    "ศิลาเพชร=Sila Phet, คุ้มเกล้า=Khum Klao, แก้วเจ้าจอม=Kaeo Chao Chom, ดงพะยอม=Dong Phayom,"
    "โพธิ์เย็น=Pho Yen, กุดแสง=Kut Saeng, เหนือธาร=Nuea Than, ใต้ร่มบุญ=Tai Rom Bun"
)
GIVEN = _pairs(
    "พิมพ์ฟ้า=Phimfa, ธารา=Thara, ก้องภพ=Kongphop, ขวัญตะวัน=Khwantawan, ชลธี=Chonlathi,"
    "ดาวประกาย=Daoprakai, ตรีรัก=Trirak, ทอแสง=Thosaeng, นภาดล=Naphadon, ปลายฝน=Plaifon,"
    "ผืนป่า=Phuenpa, ฟ้าคราม=Fakhram, ภูผา=Phupha, มนต์นภา=Monnapha, รุ้งลดา=Runglada,"
    "ลำธาร=Lamthan, วาดฝัน=Watfan, ศิลา=Sila, สายธาร=Saithan, อรุณรุ่ง=Arunrung,"
    "ไอริณ=Airin, กานต์ธีรา=Kanthira, เมฆา=Mekha, ริมธาร=Rimthan, ณัฐธาร=Natthan"
)
FAMILY = _pairs(
    "ใจสว่าง=Chaisawang, ธารทองคำ=Thanthongkham, รักษ์แผ่นดิน=Rakphaendin, ฟ้ากระจ่าง=Fakrachang,"
    "มั่นในธรรม=Mannaitham, ดีพร้อมสรรพ=Diphromsap, ศรีสายชล=Sisaichon, แก้วกระจ่าง=Kaeokrachang,"
    "บุญนำทาง=Bunnamthang, ตั้งใจทำ=Tangchaitham, ซื่อตรงดี=Suetrongdi, สุขทุกเมือง=Sukthukmueang,"
    "เพียรเรียนรู้=Phianrianru, คงมั่นสัตย์=Khongmansat, ทองธารา=Thongthara, โปร่งจิต=Prongchit,"
    "สง่างามเมือง=Sangangammueang, วงศ์น้ำใส=Wongnamsai, พนาสณฑ์งาม=Phanasonngam, ยิ้มรับแขก=Yimrapkhaek"
)
TITLES = _pairs("นาย=Mr., นาง=Mrs., นางสาว=Ms.")


class Namer:
    """Draws names from one seeded source; a place is unique within one call of `places`."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def places(self, count: int) -> list[Name]:
        """Return COUNT different place names."""
        every = [
            Name(land.th + trait.th, f"{land.en} {trait.en}") for land in LAND for trait in TRAIT
        ]
        if count > len(every):
            raise ValueError(f"only {len(every)} different places can be named")
        return self.random.sample(every, count)

    def person(self) -> Name:
        title, given, family = (self.random.choice(part) for part in (TITLES, GIVEN, FAMILY))
        return Name(f"{title.th}{given.th} {family.th}", f"{title.en} {given.en} {family.en}")
