"""The countries by ISO 3166 code, each with its Persian and its English name (as the Unicode CLDR calls them)."""

from functools import cache
from typing import Final

from sandali.kit.text import sort_key

# fmt: off
NAMES: Final[dict[str, tuple[str, str]]] = {
    "AD": ("آندورا", "Andorra"), "AE": ("امارات متحدهٔ عربی", "United Arab Emirates"), "AF": ("افغانستان", "Afghanistan"),
    "AG": ("آنتیگوا و باربودا", "Antigua & Barbuda"), "AI": ("آنگویلا", "Anguilla"), "AL": ("آلبانی", "Albania"),
    "AM": ("ارمنستان", "Armenia"), "AO": ("آنگولا", "Angola"), "AQ": ("جنوبگان", "Antarctica"),
    "AR": ("آرژانتین", "Argentina"), "AS": ("ساموآی امریکا", "American Samoa"), "AT": ("اتریش", "Austria"),
    "AU": ("استرالیا", "Australia"), "AW": ("آروبا", "Aruba"), "AX": ("جزایر آلاند", "Åland Islands"),
    "AZ": ("جمهوری آذربایجان", "Azerbaijan"), "BA": ("بوسنی و هرزگوین", "Bosnia & Herzegovina"),
    "BB": ("باربادوس", "Barbados"), "BD": ("بنگلادش", "Bangladesh"), "BE": ("بلژیک", "Belgium"),
    "BF": ("بورکینافاسو", "Burkina Faso"), "BG": ("بلغارستان", "Bulgaria"), "BH": ("بحرین", "Bahrain"),
    "BI": ("بوروندی", "Burundi"), "BJ": ("بنین", "Benin"), "BL": ("سن بارتلمی", "St. Barthélemy"),
    "BM": ("برمودا", "Bermuda"), "BN": ("برونئی", "Brunei"), "BO": ("بولیوی", "Bolivia"),
    "BQ": ("جزایر کارائیب هلند", "Caribbean Netherlands"), "BR": ("برزیل", "Brazil"), "BS": ("باهاما", "Bahamas"),
    "BT": ("بوتان", "Bhutan"), "BV": ("جزیرهٔ بووه", "Bouvet Island"), "BW": ("بوتسوانا", "Botswana"),
    "BY": ("بلاروس", "Belarus"), "BZ": ("بلیز", "Belize"), "CA": ("کانادا", "Canada"),
    "CC": ("جزایر کوکوس", "Cocos (Keeling) Islands"), "CD": ("کنگو - کینشاسا", "Congo - Kinshasa"),
    "CF": ("جمهوری افریقای مرکزی", "Central African Republic"), "CG": ("کنگو - برازویل", "Congo - Brazzaville"),
    "CH": ("سوئیس", "Switzerland"), "CI": ("ساحل عاج", "Côte d’Ivoire"), "CK": ("جزایر کوک", "Cook Islands"),
    "CL": ("شیلی", "Chile"), "CM": ("کامرون", "Cameroon"), "CN": ("چین", "China"), "CO": ("کلمبیا", "Colombia"),
    "CR": ("کاستاریکا", "Costa Rica"), "CU": ("کوبا", "Cuba"), "CV": ("کیپ‌ورد", "Cape Verde"),
    "CW": ("کوراسائو", "Curaçao"), "CX": ("جزیرهٔ کریسمس", "Christmas Island"), "CY": ("قبرس", "Cyprus"),
    "CZ": ("چک", "Czechia"), "DE": ("آلمان", "Germany"), "DJ": ("جیبوتی", "Djibouti"), "DK": ("دانمارک", "Denmark"),
    "DM": ("دومینیکا", "Dominica"), "DO": ("جمهوری دومینیکن", "Dominican Republic"), "DZ": ("الجزایر", "Algeria"),
    "EC": ("اکوادور", "Ecuador"), "EE": ("استونی", "Estonia"), "EG": ("مصر", "Egypt"),
    "EH": ("صحرای غربی", "Western Sahara"), "ER": ("اریتره", "Eritrea"), "ES": ("اسپانیا", "Spain"),
    "ET": ("اتیوپی", "Ethiopia"), "FI": ("فنلاند", "Finland"), "FJ": ("فیجی", "Fiji"),
    "FK": ("جزایر فالکلند", "Falkland Islands"), "FM": ("میکرونزی", "Micronesia"), "FO": ("جزایر فارو", "Faroe Islands"),
    "FR": ("فرانسه", "France"), "GA": ("گابن", "Gabon"), "GB": ("بریتانیا", "United Kingdom"), "GD": ("گرنادا", "Grenada"),
    "GE": ("گرجستان", "Georgia"), "GF": ("گویان فرانسه", "French Guiana"), "GG": ("گرنزی", "Guernsey"),
    "GH": ("غنا", "Ghana"), "GI": ("جبل‌الطارق", "Gibraltar"), "GL": ("گرینلند", "Greenland"), "GM": ("گامبیا", "Gambia"),
    "GN": ("گینه", "Guinea"), "GP": ("گوادلوپ", "Guadeloupe"), "GQ": ("گینهٔ استوایی", "Equatorial Guinea"),
    "GR": ("یونان", "Greece"), "GS": ("جورجیای جنوبی و جزایر ساندویچ جنوبی", "South Georgia & South Sandwich Islands"),
    "GT": ("گواتمالا", "Guatemala"), "GU": ("گوام", "Guam"), "GW": ("گینهٔ بیسائو", "Guinea-Bissau"),
    "GY": ("گویان", "Guyana"), "HK": ("هنگ‌کنگ، منطقهٔ ویژهٔ اداری چین", "Hong Kong SAR China"),
    "HM": ("هرد و جزایر مک‌دونالد", "Heard & McDonald Islands"), "HN": ("هندوراس", "Honduras"), "HR": ("کرواسی", "Croatia"),
    "HT": ("هائیتی", "Haiti"), "HU": ("مجارستان", "Hungary"), "ID": ("اندونزی", "Indonesia"), "IE": ("ایرلند", "Ireland"),
    "IL": ("اسرائیل", "Israel"), "IM": ("جزیرهٔ من", "Isle of Man"), "IN": ("هند", "India"),
    "IO": ("قلمرو بریتانیا در اقیانوس هند", "British Indian Ocean Territory"), "IQ": ("عراق", "Iraq"),
    "IR": ("ایران", "Iran"), "IS": ("ایسلند", "Iceland"), "IT": ("ایتالیا", "Italy"), "JE": ("جرزی", "Jersey"),
    "JM": ("جامائیکا", "Jamaica"), "JO": ("اردن", "Jordan"), "JP": ("ژاپن", "Japan"), "KE": ("کنیا", "Kenya"),
    "KG": ("قرقیزستان", "Kyrgyzstan"), "KH": ("کامبوج", "Cambodia"), "KI": ("کیریباتی", "Kiribati"),
    "KM": ("کومور", "Comoros"), "KN": ("سنت کیتس و نویس", "St. Kitts & Nevis"), "KP": ("کرهٔ شمالی", "North Korea"),
    "KR": ("کرهٔ جنوبی", "South Korea"), "KW": ("کویت", "Kuwait"), "KY": ("جزایر کِیمن", "Cayman Islands"),
    "KZ": ("قزاقستان", "Kazakhstan"), "LA": ("لائوس", "Laos"), "LB": ("لبنان", "Lebanon"), "LC": ("سنت لوسیا", "St. Lucia"),
    "LI": ("لیختن‌اشتاین", "Liechtenstein"), "LK": ("سری‌لانکا", "Sri Lanka"), "LR": ("لیبریا", "Liberia"),
    "LS": ("لسوتو", "Lesotho"), "LT": ("لیتوانی", "Lithuania"), "LU": ("لوکزامبورگ", "Luxembourg"),
    "LV": ("لتونی", "Latvia"), "LY": ("لیبی", "Libya"), "MA": ("مراکش", "Morocco"), "MC": ("موناکو", "Monaco"),
    "MD": ("مولداوی", "Moldova"), "ME": ("مونته‌نگرو", "Montenegro"), "MF": ("سنت مارتین", "St. Martin"),
    "MG": ("ماداگاسکار", "Madagascar"), "MH": ("جزایر مارشال", "Marshall Islands"),
    "MK": ("مقدونیهٔ شمالی", "North Macedonia"), "ML": ("مالی", "Mali"), "MM": ("میانمار (برمه)", "Myanmar (Burma)"),
    "MN": ("مغولستان", "Mongolia"), "MO": ("ماکائو، منطقهٔ ویژهٔ اداری چین", "Macao SAR China"),
    "MP": ("جزایر ماریانای شمالی", "Northern Mariana Islands"), "MQ": ("مارتینیک", "Martinique"),
    "MR": ("موریتانی", "Mauritania"), "MS": ("مونت‌سرات", "Montserrat"), "MT": ("مالت", "Malta"),
    "MU": ("موریس", "Mauritius"), "MV": ("مالدیو", "Maldives"), "MW": ("مالاوی", "Malawi"), "MX": ("مکزیک", "Mexico"),
    "MY": ("مالزی", "Malaysia"), "MZ": ("موزامبیک", "Mozambique"), "NA": ("نامیبیا", "Namibia"),
    "NC": ("کالدونیای جدید", "New Caledonia"), "NE": ("نیجر", "Niger"), "NF": ("جزیرهٔ نورفولک", "Norfolk Island"),
    "NG": ("نیجریه", "Nigeria"), "NI": ("نیکاراگوئه", "Nicaragua"), "NL": ("هلند", "Netherlands"), "NO": ("نروژ", "Norway"),
    "NP": ("نپال", "Nepal"), "NR": ("نائورو", "Nauru"), "NU": ("نیوئه", "Niue"), "NZ": ("نیوزیلند", "New Zealand"),
    "OM": ("عمان", "Oman"), "PA": ("پاناما", "Panama"), "PE": ("پرو", "Peru"), "PF": ("پلی‌نزی فرانسه", "French Polynesia"),
    "PG": ("پاپوا گینهٔ نو", "Papua New Guinea"), "PH": ("فیلیپین", "Philippines"), "PK": ("پاکستان", "Pakistan"),
    "PL": ("لهستان", "Poland"), "PM": ("سن پیر و میکلن", "St. Pierre & Miquelon"),
    "PN": ("جزایر پیت‌کرن", "Pitcairn Islands"), "PR": ("پورتوریکو", "Puerto Rico"),
    "PS": ("سرزمین‌های فلسطینی", "Palestinian Territories"), "PT": ("پرتغال", "Portugal"), "PW": ("پالائو", "Palau"),
    "PY": ("پاراگوئه", "Paraguay"), "QA": ("قطر", "Qatar"), "RE": ("رئونیون", "Réunion"), "RO": ("رومانی", "Romania"),
    "RS": ("صربستان", "Serbia"), "RU": ("روسیه", "Russia"), "RW": ("رواندا", "Rwanda"),
    "SA": ("عربستان سعودی", "Saudi Arabia"), "SB": ("جزایر سلیمان", "Solomon Islands"), "SC": ("سیشل", "Seychelles"),
    "SD": ("سودان", "Sudan"), "SE": ("سوئد", "Sweden"), "SG": ("سنگاپور", "Singapore"), "SH": ("سنت هلن", "St. Helena"),
    "SI": ("اسلوونی", "Slovenia"), "SJ": ("سوالبارد و یان ماین", "Svalbard & Jan Mayen"), "SK": ("اسلواکی", "Slovakia"),
    "SL": ("سیرالئون", "Sierra Leone"), "SM": ("سان‌مارینو", "San Marino"), "SN": ("سنگال", "Senegal"),
    "SO": ("سومالی", "Somalia"), "SR": ("سورینام", "Suriname"), "SS": ("سودان جنوبی", "South Sudan"),
    "ST": ("سائوتومه و پرینسیپ", "São Tomé & Príncipe"), "SV": ("السالوادور", "El Salvador"),
    "SX": ("سنت مارتن", "Sint Maarten"), "SY": ("سوریه", "Syria"), "SZ": ("اسواتینی", "Eswatini"),
    "TC": ("جزایر تورکس و کایکوس", "Turks & Caicos Islands"), "TD": ("چاد", "Chad"),
    "TF": ("سرزمین‌های جنوبی فرانسه", "French Southern Territories"), "TG": ("توگو", "Togo"), "TH": ("تایلند", "Thailand"),
    "TJ": ("تاجیکستان", "Tajikistan"), "TK": ("توکلائو", "Tokelau"), "TL": ("تیمور-لسته", "Timor-Leste"),
    "TM": ("ترکمنستان", "Turkmenistan"), "TN": ("تونس", "Tunisia"), "TO": ("تونگا", "Tonga"), "TR": ("ترکیه", "Türkiye"),
    "TT": ("ترینیداد و توباگو", "Trinidad & Tobago"), "TV": ("تووالو", "Tuvalu"), "TW": ("تایوان", "Taiwan"),
    "TZ": ("تانزانیا", "Tanzania"), "UA": ("اوکراین", "Ukraine"), "UG": ("اوگاندا", "Uganda"),
    "UM": ("جزایر دورافتادهٔ ایالات متحده", "U.S. Outlying Islands"), "US": ("ایالات متحده", "United States"),
    "UY": ("اروگوئه", "Uruguay"), "UZ": ("ازبکستان", "Uzbekistan"), "VA": ("واتیکان", "Vatican City"),
    "VC": ("سنت وینسنت و گرنادین", "St. Vincent & Grenadines"), "VE": ("ونزوئلا", "Venezuela"),
    "VG": ("جزایر ویرجین بریتانیا", "British Virgin Islands"), "VI": ("جزایر ویرجین ایالات متحده", "U.S. Virgin Islands"),
    "VN": ("ویتنام", "Vietnam"), "VU": ("وانواتو", "Vanuatu"), "WF": ("والیس و فوتونا", "Wallis & Futuna"),
    "WS": ("ساموآ", "Samoa"), "YE": ("یمن", "Yemen"), "YT": ("مایوت", "Mayotte"), "ZA": ("افریقای جنوبی", "South Africa"),
    "ZM": ("زامبیا", "Zambia"), "ZW": ("زیمبابوه", "Zimbabwe"),
}
# fmt: on


def country_name(code: str, language: str) -> str:
    """The name of a country in "fa" or "en"; an unknown code as it is."""
    names = NAMES.get(code)
    return code if names is None else names[0 if language == "fa" else 1]


@cache
def country_choices(language: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of every country, in the alphabet's order of the language."""
    return tuple(sorted(((code, country_name(code, language)) for code in NAMES), key=lambda pair: sort_key(pair[1])))
