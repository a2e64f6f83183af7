"""Names of people and firms in many languages and scripts; every combination is made up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tongue:
    """Given and family names of one language."""

    code: str
    weight: float
    given: tuple[str, ...]
    family: tuple[str, ...]


def _tongue(code: str, weight: float, given: str, family: str) -> Tongue:
    return Tongue(code, weight, tuple(given.split()), tuple(family.split()))


TONGUES = (
    _tongue(
        "en",
        26,
        "Amelia Noah Charlotte Liam Olivia Theodore Hazel Jack Isla Henry Freya Owen Maeve Caleb "
        "Ruby Silas Nora Felix Ivy Jasper Clara Ewan Poppy Rowan Tessa Miles Wren Arthur",
        "Ashdown Barlow Calloway Dunmore Ellery Fairweather Greaves Hollis Inverarity Kettle "
        "Larkspur Merriweather Nightingale Oakes Pemberton Quill Rutherford Stanhope Thistlewood "
        "Underhill Wainwright Yarrow Abernathy Blythe Cartwright Drummond",
    ),
    _tongue(
        "fr",
        9,
        "Éloïse Gaël Océane Loïc Zoé Rémi Anaïs Théo Chloé Aurèle Noémie Étienne Maëlle Benoît",
        "Beaulieu Côté Desrosiers Gauthier Lévesque Thériault Boisvert Châtelain Fontaine "
        "Lachapelle Saint-Amour Vaillancourt Généreux Pépin",
    ),
    _tongue(
        "de",
        4,
        "Jörg Käthe Björn Grete Jürgen Mareike Götz Annelore Heiner Ute",
        "Müllerschön Großkopf Bäumler Weißenborn Köhlmann Schönfelder Übelacker Süßmilch",
    ),
    _tongue(
        "es",
        5,
        "Begoña Íñigo Lucía Álvaro Ximena Martín Inés Joaquín Núria Ramón",
        "Ibáñez Peñalver Muñoz Zúñiga Echeverría Aragón Quiñones Villaseñor Órtega Cárdenas",
    ),
    _tongue(
        "pt",
        3,
        "João Inês Gonçalo Conceição Tomás Lívia Simão Brígida",
        "Gonçalves Magalhães Brandão Araújo Simões Falcão Leitão Assunção",
    ),
    _tongue(
        "pl",
        3,
        "Łukasz Małgorzata Świętosława Zbigniew Agnieszka Grzegorz Żaneta Bogusław",
        "Kaczmarek Błaszczyk Świątek Wróbel Gołąb Grzyb Żak Mróz",
    ),
    _tongue(
        "cs",
        2,
        "Jiří Žofie Ondřej Věra Řehoř Štěpánka Luděk Kateřina",
        "Martinů Krejčí Petrů Kočí Dolejší Hořejší Janů Jírů",
    ),
    _tongue(
        "tr",
        2,
        "Çağla Ömer Şebnem İbrahim Gülşah Oğuz Işıl Yağmur",
        "Öztürk Çelikkol Şahinler Gündoğdu Kılıçarslan Yıldırım Ağaoğlu Dağdelen",
    ),
    _tongue("is", 1, "Þórdís Ásdís Sæunn Ólöf", "Þorsteinsdóttir Hafsteinsdóttir Ægisdóttir"),
    _tongue("is", 1, "Hallgrímur Guðmundur Ævar", "Guðlaugsson Ásgeirsson Björgvinsson"),
    _tongue(
        "vi",
        3,
        "Thảo Đức Hương Tuấn Ngọc Hải Lệ Phúc",
        "Nguyễn Trần Phạm Đặng Huỳnh Vũ Đỗ Hồ",
    ),
    _tongue(
        "mi",
        1,
        "Āwhina Tāne Mārama Wīremu Hēni Rāwiri",
        "Ngātai Tāmati Pōtiki Whāngārei Tūhoe Mātene",
    ),
    _tongue("el", 2, "Ελένη Μαρία Αθηνά Δέσποινα", "Καραγιάννη Μαυρομάτη Χατζηδάκη Οικονόμου"),
    _tongue("el", 2, "Γιώργος Κωνσταντίνος Νίκος Σπύρος", "Παπαδάκης Θεοδωρίδης Ξενάκης Ψαρράς"),
    _tongue(
        "ru",
        4,
        "Анастасия Дмитрий Екатерина Сергей Ольга Фёдор Людмила Артём",
        "Черных Живаго Громыко Седых Бондарь Долгих Король Ткаченко",
    ),
    _tongue(
        "uk",
        2,
        "Олена Тарас Ярина Євген Соломія Любомир Богдан Юрій",
        "Шевчук Коваленко Гнатюк Їжак Бойчук Ґалаґан Ємець Цвіркун",
    ),
    _tongue(
        "ar",
        4,
        "ليلى يوسف فاطمة عمر نور خالد سلمى طارق",
        "الخطيب النجار الحداد العطار المصري البغدادي الشامي القاسمي",
    ),
    _tongue(
        "he",
        3,
        "נועה איתן תמר יונתן מיכל אורי שירה גלעד",
        "אברמוביץ כהנא לביא שפירא מזרחי ברקוביץ אלמוג רוזנטל",
    ),
    _tongue("fa", 2, "پریسا آرش شیرین کیوان مهسا بهرام", "کرمانی شیرازی رستگار پارسا گلستانی یزدی"),
    _tongue(
        "ja",
        4,
        "陽菜 蓮 美咲 大翔 さくら 颯太 結衣 健太郎",
        "佐々木 小野寺 長谷川 五十嵐 渡邉 桜井 宮崎 髙橋",
    ),
    _tongue("zh", 5, "雨桐 子轩 思源 梓涵 浩然 欣怡 明哲 晓雪", "欧阳 诸葛 慕容 上官 林 陈 黄 龚"),
    _tongue("ko", 4, "지우 서준 하은 도윤 민서 예준 수빈 현우", "김 이 박 남궁 황보 선우 최 독고"),
    _tongue(
        "hi",
        4,
        "अनन्या आरव प्रिया विवेक मीरा रोहन काव्या अर्जुन",
        "शर्मा द्विवेदी श्रीवास्तव चतुर्वेदी कुलकर्णी त्रिपाठी",
    ),
    _tongue("bn", 1, "অনিন্দিতা সৌম্য রূপা অরিন্দম", "চট্টোপাধ্যায় ভট্টাচার্য গঙ্গোপাধ্যায় সেনগুপ্ত"),
    _tongue("ta", 1, "கயல்விழி இளங்கோ மலர்விழி கார்த்திக்", "சுப்பிரமணியன் வேங்கடேசன் தமிழ்ச்செல்வன் அருணாசலம்"),
    _tongue("th", 2, "สุดารัตน์ ณัฐวุฒิ กัญญา ธนกร", "ศรีสุวรรณ วงศ์เจริญ จันทร์แจ่ม พงษ์พิพัฒน์"),
    _tongue("ka", 1, "ნინო გიორგი თამარ ლევან", "ბერიძე კვარაცხელია ლომიძე ჯავახიშვილი"),
    _tongue("hy", 1, "Անահիտ Տիգրան Նարինե Հովհաննես", "Պետրոսյան Հակոբյան Մկրտչյան Ղազարյան"),
    _tongue("am", 1, "ሰላማዊት ዳዊት ትዕግስት በረከት", "ገብረማርያም ወልደሚካኤል ተክለሃይማኖት አበበ"),
)

FIRMS = (
    "Marigold Property Management Ltd.",
    "Tern & Plover Architects",
    "Bluenose Taxi Co-operative",
    "Fundy Tide Research Institute",
    "Les Boulangeries du Vieux-Port inc.",
    "Cobequid Valley School District",
    "Larch Street Dental",
    "Granite Coast Logistics",
    "Chez Odette, traiteur",
    "Northern Lights Film Crew",
    "St. Brendan's Hospital Foundation",
    "Peggy & Daughters Roofing",
    "Saltmarsh Veterinary Clinic",
    "Third Bridge Engineering (Atlantic) Inc.",
    "Hôtel de la Marée haute",
    "Wolfe & Wren Solicitors",
    "Kelp Forest Aquaculture",
    "Red Door Theatre Society",
    "Prairie Wind Co-op № 7",
    "Boreal Mapping GmbH & Co. KG",
    "株式会社みなと商会",
    "海星贸易有限公司",
    "Ναυτιλιακή Αιγαίου Α.Ε.",
    "مؤسسة الميناء للتجارة",
    "ООО «Северный маяк»",
    "한빛 물류 주식회사",
    "O'Hara–Desjardins Family Trust",
    "Grünwald & Söhne Feinmechanik",
    "Ferry Landing Bed & Breakfast",
    'Captain "Mac" MacAskill Charters',
)
"""Customers that are firms."""
