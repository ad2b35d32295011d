"""What stands beside the data, for whoever opens an archive without Sandali."""

from __future__ import annotations

from typing import Final

ENGLISH: Final = """Everything that a Sandali house holds, in one file that any program can read.

manifest.json   what is in here: tables, rows, sizes and checksums; files that were missing; what stayed out, and why
tables/         each table exactly, one row a line as JSON. Moments are UTC, bytes are base64, sums are whole minor units
csv/            tables for people: they open in a spreadsheet, and Settings, "Bringing data in" knows customers, organisations, cases, messages.
                Moments are by the company's clock, beside them Jalali. A leading apostrophe keeps a text from being run
files/          attachments and mails as they came, each named by the SHA-256 of its bytes

Into an empty house it comes back by:  sandali restore FILE
A changed byte is noticed. Passwords, channels' secrets, tokens and keys are not in here: people get a link to choose a
password, channels wait for theirs, and nothing leaves until an administrator says so.

Whoever holds this file can read everything in it. Keep it like the house itself.
"""
PERSIAN: Final = """هر آنچه یک خانهٔ صندلی در خود دارد، در یک فایل که هر برنامه‌ای آن را می‌خواند.

manifest.json   فهرست این فایل: جدول‌ها، ردیف‌ها، اندازه‌ها و مهرها؛ فایل‌هایی که پیدا نشدند؛ و آنچه بیرون ماند و چرا
tables/         هر جدول همان‌گونه که هست، هر ردیف یک خط JSON. زمان‌ها به وقت جهانی‌اند و مبلغ‌ها عدد درست در کوچک‌ترین واحد
csv/            جدول‌هایی برای خواندن: در صفحه‌گسترده باز می‌شوند و «آوردن داده‌ها» در تنظیمات، مشتریان، سازمان‌ها، پرونده‌ها و پیام‌ها را می‌شناسد.
                زمان‌ها به وقت شرکت‌اند و تاریخ خورشیدی کنارشان است. آپاستروف در آغاز متن نمی‌گذارد چیزی اجرا شود
files/          پیوست‌ها و نامه‌ها همان‌گونه که آمدند؛ نام هر یک SHA-256 آن است

با این فرمان به یک خانهٔ خالی برمی‌گردد:  sandali restore FILE
اگر یک بایت عوض شده باشد، معلوم می‌شود. گذرواژه‌ها، رمزهای کانال‌ها، توکن‌ها و کلیدها اینجا نیستند: همکاران پیوندی
برای انتخاب گذرواژه می‌گیرند، کانال‌ها منتظر رمز خود می‌مانند، و تا مدیر سامانه نگوید چیزی بیرون نمی‌رود.

هر کس این فایل را داشته باشد همه چیز را می‌خواند. مانند خود خانه از آن نگهداری کنید.
"""
README: Final = {"en": ENGLISH, "fa": PERSIAN}
