"""Time zones to choose from: each by its country, and by its city where a country has several."""

from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Final

from sandali.kit.countries import country_name
from sandali.kit.text import sort_key

# Places of the zones of countries that have several, in Persian (as the Unicode CLDR calls them). English ones are in the zone's name.
# fmt: off
PLACES: Final[dict[str, str]] = {
    "Africa/Ceuta": "سبته", "Africa/Kinshasa": "کینشاسا", "Africa/Lubumbashi": "لوبومباشی", "America/Adak": "ایدک",
    "America/Anchorage": "انکوریج", "America/Araguaina": "آراگواینا", "America/Argentina/Buenos_Aires": "بوئنوس‌آیرس",
    "America/Argentina/Catamarca": "کاتامارکا", "America/Argentina/Cordoba": "کوردووا",
    "America/Argentina/Jujuy": "خوخوی", "America/Argentina/La_Rioja": "لاریوخا",
    "America/Argentina/Mendoza": "مندوسا", "America/Argentina/Rio_Gallegos": "ریوگالگوس",
    "America/Argentina/Salta": "سالتا", "America/Argentina/San_Juan": "سن‌خوان",
    "America/Argentina/San_Luis": "سن‌لوئیس", "America/Argentina/Tucuman": "توکومن",
    "America/Argentina/Ushuaia": "اوشوایا", "America/Atikokan": "اتکوکان", "America/Bahia": "بایا",
    "America/Bahia_Banderas": "باهیا باندراس", "America/Belem": "بلم", "America/Blanc-Sablon": "بلان‐سابلون",
    "America/Boa_Vista": "بوئاویستا", "America/Boise": "بویسی", "America/Cambridge_Bay": "کمبریج‌بی",
    "America/Campo_Grande": "کمپو گرانده", "America/Cancun": "کانکون", "America/Chicago": "شیکاگو",
    "America/Chihuahua": "چیواوا", "America/Ciudad_Juarez": "سیوداد خوارز", "America/Coyhaique": "کویهایکیو",
    "America/Creston": "کرستون", "America/Cuiaba": "کویاوا", "America/Danmarkshavn": "دانمارکس‌هاون",
    "America/Dawson": "داوسن", "America/Dawson_Creek": "داوسن کریک", "America/Denver": "دنور",
    "America/Detroit": "دیترویت", "America/Edmonton": "ادمونتون", "America/Eirunepe": "ایرونپه",
    "America/Fort_Nelson": "فورت نلسون", "America/Fortaleza": "فورتالزا", "America/Glace_Bay": "گلیس‌بی",
    "America/Goose_Bay": "گوس‌بی", "America/Guayaquil": "اکوادور", "America/Halifax": "هلیفکس",
    "America/Hermosillo": "ارموسیو", "America/Indiana/Indianapolis": "ایندیاناپولیس",
    "America/Indiana/Knox": "ناکس، ایندیانا", "America/Indiana/Marengo": "مارنگو، ایندیانا",
    "America/Indiana/Petersburg": "پیترزبرگ، ایندیانا", "America/Indiana/Tell_City": "تل‌سیتی، ایندیانا",
    "America/Indiana/Vevay": "ویوی، ایندیانا", "America/Indiana/Vincennes": "وینسنس، اندیانا",
    "America/Indiana/Winamac": "ویناماک، ایندیانا", "America/Inuvik": "اینوویک", "America/Iqaluit": "ایکلوئت",
    "America/Juneau": "جونو", "America/Kentucky/Louisville": "لوئیزویل",
    "America/Kentucky/Monticello": "مانتیسلو، کنتاکی", "America/Los_Angeles": "لوس‌آنجلس", "America/Maceio": "ماسیو",
    "America/Manaus": "ماناوس", "America/Matamoros": "ماتاموروس", "America/Mazatlan": "ماساتلان",
    "America/Menominee": "منامینی", "America/Merida": "مریدا", "America/Metlakatla": "متالاکاتلا",
    "America/Mexico_City": "مکزیکوسیتی", "America/Moncton": "مانکتون", "America/Monterrey": "مونتری",
    "America/New_York": "نیویورک", "America/Nome": "نوم", "America/Noronha": "نورونیا",
    "America/North_Dakota/Beulah": "بیولا، داکوتای شمالی", "America/North_Dakota/Center": "سنتر، داکوتای شمالی",
    "America/North_Dakota/New_Salem": "نیوسالم، داکوتای شمالی", "America/Nuuk": "نووک", "America/Ojinaga": "اوجیناگا",
    "America/Phoenix": "فینکس", "America/Porto_Velho": "پورتوولیو", "America/Punta_Arenas": "پونتا آرناس",
    "America/Rankin_Inlet": "خلیجک رنکین", "America/Recife": "ریسیفی", "America/Regina": "رجاینا",
    "America/Resolute": "رزولوت", "America/Rio_Branco": "ریوبرانکو", "America/Santarem": "سنتارم",
    "America/Santiago": "شیلی", "America/Sao_Paulo": "سائوپائولو", "America/Scoresbysund": "اسکورسبیسوند",
    "America/Sitka": "سیتکا", "America/St_Johns": "سنت جان", "America/Swift_Current": "سویفت‌کارنت",
    "America/Thule": "تول", "America/Tijuana": "تیخوانا", "America/Toronto": "تورنتو", "America/Vancouver": "ونکوور",
    "America/Whitehorse": "وایت‌هورس", "America/Winnipeg": "وینیپگ", "America/Yakutat": "یاکوتات",
    "Antarctica/Casey": "کیسی", "Antarctica/Davis": "دیویس", "Antarctica/DumontDUrville": "دومون دورویل",
    "Antarctica/Macquarie": "مکواری", "Antarctica/Mawson": "ماوسون", "Antarctica/McMurdo": "مک‌موردو",
    "Antarctica/Palmer": "پالمر", "Antarctica/Rothera": "روترا", "Antarctica/Syowa": "شووا",
    "Antarctica/Troll": "ترول", "Antarctica/Vostok": "وستوک", "Asia/Almaty": "آلماتی", "Asia/Anadyr": "آنادیر",
    "Asia/Aqtau": "آقتاو", "Asia/Aqtobe": "آقتوبه", "Asia/Atyrau": "آتیراو", "Asia/Barnaul": "بارنائول",
    "Asia/Chita": "چیتا", "Asia/Famagusta": "فاماگوستا", "Asia/Gaza": "غزه", "Asia/Hebron": "الخلیل",
    "Asia/Hovd": "خوود", "Asia/Irkutsk": "ایرکوتسک", "Asia/Jakarta": "جاکارتا", "Asia/Jayapura": "جایاپورا",
    "Asia/Kamchatka": "کامچاتکا", "Asia/Khandyga": "خاندیگا", "Asia/Krasnoyarsk": "کراسنویارسک",
    "Asia/Kuala_Lumpur": "مالزی", "Asia/Kuching": "کوچینگ", "Asia/Magadan": "ماگادان", "Asia/Makassar": "ماکاسار",
    "Asia/Nicosia": "نیکوزیا", "Asia/Novokuznetsk": "نوووکوزنتسک", "Asia/Novosibirsk": "نووسیبیریسک",
    "Asia/Omsk": "اومسک", "Asia/Oral": "اورال", "Asia/Pontianak": "پونتیاناک", "Asia/Qostanay": "قوستانای",
    "Asia/Qyzylorda": "قیزیل‌اوردا", "Asia/Sakhalin": "ساخالین", "Asia/Samarkand": "سمرقند", "Asia/Shanghai": "چین",
    "Asia/Srednekolymsk": "اسردنکولیمسک", "Asia/Tashkent": "ازبکستان", "Asia/Tomsk": "تومسک",
    "Asia/Ulaanbaatar": "اولان‌باتور", "Asia/Urumqi": "ارومچی", "Asia/Ust-Nera": "اوست نرا",
    "Asia/Vladivostok": "ولادی‌وستوک", "Asia/Yakutsk": "یاکوتسک", "Asia/Yekaterinburg": "یکاترینبرگ",
    "Atlantic/Azores": "آزور", "Atlantic/Canary": "قناری", "Atlantic/Madeira": "مادیرا",
    "Australia/Adelaide": "آدلاید", "Australia/Brisbane": "بریسبین", "Australia/Broken_Hill": "بروکن‌هیل",
    "Australia/Darwin": "داروین", "Australia/Eucla": "اوکلا", "Australia/Hobart": "هوبارت",
    "Australia/Lindeman": "لیندمن", "Australia/Lord_Howe": "لردهاو", "Australia/Melbourne": "ملبورن",
    "Australia/Perth": "پرت", "Australia/Sydney": "سیدنی", "Europe/Astrakhan": "آستراخان", "Europe/Berlin": "آلمان",
    "Europe/Busingen": "بازنگن", "Europe/Kaliningrad": "کالینینگراد", "Europe/Kirov": "کیروف",
    "Europe/Kyiv": "اوکراین", "Europe/Lisbon": "پرتغال", "Europe/Madrid": "اسپانیا", "Europe/Moscow": "مسکو",
    "Europe/Samara": "سامارا", "Europe/Saratov": "ساراتوف", "Europe/Simferopol": "سیمفروپل",
    "Europe/Ulyanovsk": "اولیانوفسک", "Europe/Volgograd": "ولگاگراد", "Pacific/Auckland": "نیوزیلند",
    "Pacific/Bougainville": "بوگنویل", "Pacific/Chatham": "چت‌هام", "Pacific/Chuuk": "چوک", "Pacific/Easter": "ایستر",
    "Pacific/Galapagos": "گالاپاگوس", "Pacific/Gambier": "گامبیر", "Pacific/Honolulu": "هونولولو",
    "Pacific/Kanton": "کانتون", "Pacific/Kiritimati": "کریتیماتی", "Pacific/Kosrae": "کوسرای",
    "Pacific/Kwajalein": "کواجیلین", "Pacific/Majuro": "جزایر مارشال", "Pacific/Marquesas": "مارکوزه",
    "Pacific/Midway": "میدوی", "Pacific/Pohnpei": "پانپی", "Pacific/Port_Moresby": "پورت‌مورزبی",
    "Pacific/Tahiti": "تاهیتی", "Pacific/Tarawa": "تاراوا", "Pacific/Wake": "ویک",
}
# fmt: on


@cache
def zone_rows() -> tuple[tuple[str, str], ...]:
    """(country, zone) of every zone people live in, from the zone.tab of the tzdata package."""
    text = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple((line[0], line[2]) for line in lines)


@cache
def zone_choices(language: str) -> tuple[tuple[str, str], ...]:
    """(zone, its country and place) in the language's order, with UTC at the end."""
    several = Counter(country for country, _zone in zone_rows())
    named = [(zone, label(country, zone, language, several[country] > 1)) for country, zone in zone_rows()]
    return (*sorted(named, key=lambda pair: sort_key(pair[1])), ("UTC", "UTC"))


def label(country: str, zone: str, language: str, with_place: bool) -> str:
    """«ایران», "United States, New York"."""
    name = country_name(country, language)
    if not with_place:
        return name
    place = PLACES.get(zone, "") if language == "fa" else zone.rpartition("/")[2].replace("_", " ")
    if not place or place == name:
        return name
    return f"{name}، {place}" if language == "fa" else f"{name}, {place}"


def zone_label(zone: str, language: str) -> str:
    """The label of one zone; one that is not in the list as it is named."""
    return dict(zone_choices(language)).get(zone, zone)


def is_zone(name: str) -> bool:
    """Whether this is the IANA name of a zone, as browsers say theirs; their older names ("Asia/Calcutta") count too."""
    return name in available_zones()


@cache
def available_zones() -> frozenset[str]:
    """Every name in the tzdata package."""
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())
