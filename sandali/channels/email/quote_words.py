"""The words by which mail programs introduce earlier mail, in Persian, English, Arabic and a dozen more languages."""

from __future__ import annotations

import re

# Attribution: how the line begins ("On 3 May …", «در تاریخ …»), and its verb.
BEGINS = (
    "On|At|Am|Le|El|Il|Op|Den|På|Dne|Em|No|Dnia|W dniu|Pada|Vào|Dana|El día|La data de|"
    "در تاریخ|در روز|در|به تاریخ|بتاریخ|تاریخ|في|بتاريخ|في يوم|Le jeu|Am Do|Mnamo|ב|ב-|"
    "On Behalf Of|Pe|Il giorno|Op [a-z]{2,3}|Tarihinde|"
    "On,|on"
)
VERBS = (
    "wrote|writes|said|schrieb|a écrit|à écrit|escribió|escribio|ha scritto|scrisse|schreef|geschreven|skrev|escreveu|napisał|napisała|napsal|napsala|"
    "kirjoitti|írta|yazdı|şunu yazdı|пишет|писал|написал|написала|написав|написала|a scris|έγραψε|menulis|đã viết|"
    "نوشت|نوشته|نوشته است|نوشته‌اند|نوشتند|نوشته اند|كتب|كتبت|کتب|כתב|כתבה|写道|寫道|写到|のメッセージ|wrote"
)
BEGINNING = re.compile(rf"[\s\-*_\u200e\u200f\u202a-\u202e\u2066-\u2069\"'«>]{{0,12}}(?:{BEGINS}|在)(?:\b|(?=\s|\d))", re.IGNORECASE)
# A half-space joins: «نوشته‌اید» is another word than «نوشته».
VERB = re.compile(rf"(?<![^\W_])(?<!\u200c)(?:{VERBS})(?![^\W_]|\u200c)|写道|寫道|написа|のメッセージ", re.IGNORECASE)
ENDING = re.compile(r"(?::|：|-{2,}|:\*+|>:)[\s\u200e\u200f\u202c\u2069*]*$")
EVIDENCE = re.compile(r"@|\d{1,4}\s*[./\-年]\s*\d{1,2}|\d{1,2}[:٫.]\d{2}|\d{4}|\d{1,2}\s+[^\W\d_]{3,}")
# What Gmail wrote years ago, without a verb: "2013/11/1 Caleb <caleb@example.com>".
DATED_NAME = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}\s[^<>]{1,80}<[^<>\s]{3,120}@[^<>\s]{3,120}>:?\s*$")

# Header blocks.
FROM = "From|Von|De|Da|Van|Från|Fra|Od|От|Kimden|Lähettäjä|Expéditeur|Feladó|Από|差出人|发件人|寄件者|보낸 사람|از|فرستنده|از طرف|من|المرسل|מאת"
OTHER = (
    "Sent|Date|To|Cc|Subject|Reply-To|Gesendet|Datum|An|Betreff|Antwort an|Envoyé|À|A|Objet|Répondre à|Enviado|Enviado el|Fecha|Para|Asunto|"
    "Inviato|Data|Risposta|Oggetto|Verzonden|Aan|Onderwerp|Skickat|Till|Ämne|Sendt|Til|Emne|Dato|Wysłano|Do|Temat|Odesláno|Komu|Předmět|"
    "Отправлено|Дата|Кому|Тема|Копия|Gönderilme|Kime|Konu|Tarih|Lähetetty|Vastaanottaja|Aihe|Enviada em|Assunto|发送时间|收件人|主题|抄送|日期|"
    "送信日時|宛先|件名|보낸 날짜|받는 사람|제목|ارسال شده|ارسال‌شده|زمان ارسال|تاریخ ارسال|تاریخ|به|گیرنده|گیرندگان|موضوع|رونوشت|عنوان|"
    "تم الإرسال|التاريخ|تاريخ الإرسال|إلى|الموضوع|نسخة|נשלח|אל|נושא"
)
FIELD = r"[\s>*_|\u200e\u200f\u202a-\u202e\u2066-\u2069]{{0,12}}(?:{words})\s?[*_]{{0,2}}\s?[:：][*_]{{0,2}}(?:\s|$|(?=\S))"
FROM_FIELD = re.compile(FIELD.format(words=FROM), re.IGNORECASE)
OTHER_FIELD = re.compile(FIELD.format(words=OTHER), re.IGNORECASE)

# A line that says what follows.
MARKS = (
    "Original Message|Original-Nachricht|Original message|Ursprüngliche Nachricht|Message d'origine|Message original|Message transféré|"
    "Mensaje original|Mensaje reenviado|Mensagem original|Mensagem encaminhada|Messaggio originale|Messaggio inoltrato|Messaggio Originale|"
    "Oorspronkelijk bericht|Doorgestuurd bericht|Ursprungligt meddelande|Vidarebefordrat meddelande|Opprinnelig melding|Oprindelig meddelelse|"
    "Wiadomość oryginalna|Původní zpráva|Исходное сообщение|Пересылаемое сообщение|Пересланное сообщение|Özgün İleti|İletilen mesaj|"
    "Alkuperäinen viesti|Weitergeleitete Nachricht|Forwarded message|Forwarded Message|Begin forwarded message|Reply message|"
    "原始邮件|原邮件|轉寄郵件|転送メッセージ|元のメッセージ|پیام اصلی|پیغام اصلی|متن اصلی|نامه اصلی|ایمیل اصلی|پیام هدایت‌شده|پیام هدایت شده|"
    "پیام فوروارد شده|پیام بازارسال‌شده|پیام ارسال‌شده|پیام ارسال شده|پیام ارجاع شده|الرسالة الأصلية|رسالة معاد توجيهها|رسالة محولة|הודעה מקורית"
)
MARK = re.compile(rf"[\s>*_]{{0,10}}(?:[-_=—–]{{2,80}}\s?(?:{MARKS})\s?:?\s?[-_=—–]{{0,80}}|Begin forwarded message:|(?:شروع )?پیام (?:هدایت|بازارسال)[‌ ]شده:)[\s*_]*$", re.IGNORECASE)
# "---- On Tue … wrote ----" is an attribution, but some write only "---- …@… wrote ----".
RULE = re.compile(r"\s*[*_]?(?:[-_=—–]{5,200}|_{3,200})[*_]?\s*$")

# Lines a device or service adds.
SENT_FROM = re.compile(
    r"[\s*_\-–—>]{0,6}(?:Sent (?:from|via|with|by|on) (?:my |the |an? )?[\w' .]{2,60}|Get Outlook for (?:iOS|Android)\b.{0,80}|"
    r"Sendt fra (?:min|mit) .{2,40}|Skickat från min .{2,40}|Envoyé de(?:puis)? (?:mon|ma) .{2,40}|Von meinem .{2,40} gesendet|Gesendet (?:von|mit) .{2,40}|"
    r"Enviado (?:desde|do|de) (?:mi|meu) .{2,40}|Inviato da(?:l mio)? .{2,40}|Verzonden vanaf .{2,40}|Verstuurd vanaf .{2,40}|Wysłane z .{2,40}|"
    r"Отправлено с .{2,40}|iPhone'?umdan gönderildi|Lähetetty .{2,40}|从我的 ?.{2,20}发送|发自我的 ?.{2,20}|iPhoneから送信|"
    r"(?:ارسال|فرستاده)[ \u200c]?شده (?:از|با|توسط) .{2,60}|از (?:آیفون|گوشی|موبایل|تلفن همراه) من (?:ارسال|فرستاده) .{2,20}|"
    r"(?:أُ?رسل(?:ت)?|مرسل|تم الإرسال) من .{2,40})[.!]?\s*$",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"[\s*_]{0,4}(?:با (?:احترام|سپاس|تشکر|درود)(?: (?:و|فراوان|و سپاس|و احترام|و تشکر|و تقدیم احترام)){0,3}|با تقدیم احترام|با تجدید احترام|ارادتمند(?:تان| شما)?|"
    r"مع (?:خالص )?(?:التحية|التحيات|الشكر)|تفضلوا بقبول .{2,30})[\s،,.:*_]{0,4}$"
)
CLOSING_LATIN = re.compile(
    r"[\s*_]{0,4}(?:(?:kind|best|warm|warmest|many)?\s?(?:regards|wishes|thanks)|sincerely(?: yours)?|yours (?:truly|sincerely|faithfully)|"
    r"cheers|mit freundlichen grüßen|viele grüße|cordialement|bien à vous|saludos|met vriendelijke groet)[\s,.!*_]{0,4}$",
    re.IGNORECASE,
)
CONTACT = re.compile(r"@|https?://|www\.|\+?\d[\d\s\-()]{6,}|تلفن|همراه|موبایل|فکس|نمابر|Tel\b|Phone|Mobile|Fax|مدیر|کارشناس|شرکت|سازمان|Manager|Ltd|Inc\b|GmbH", re.IGNORECASE)
