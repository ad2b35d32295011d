"""Domains of mail addresses that are slips of the hand for a large provider's. Known ones only: what is merely near a known name
may be somebody's own domain."""

from typing import Final

MISSPELT: Final = {
    **dict.fromkeys(
        ("gmial.com", "gmai.com", "gmil.com", "gamil.com", "gmal.com", "gnail.com", "gmaill.com", "gmail.con", "gmail.cm", "gmail.om", "gmail.cmo",
         "gmail.comm", "gmail.co", "gmail.ir", "gmaul.com", "gmali.com", "gemail.com", "g-mail.com", "gmail.ocm", "gimail.com", "gmeil.com", "gmail.vom"),
        "gmail.com",
    ),
    **dict.fromkeys(
        ("yaho.com", "yahooo.com", "yahoo.con", "yahoo.cm", "yahoo.om", "yhoo.com", "yhaoo.com", "yaoo.com", "yahho.com", "yahoo.cmo", "yaho.co", "yahoo.comm"),
        "yahoo.com",
    ),
    **dict.fromkeys(("hotmial.com", "hotmai.com", "hotmal.com", "hotmil.com", "hotmail.con", "hotmail.cm", "hotmaill.com", "hormail.com", "hotnail.com"), "hotmail.com"),
    **dict.fromkeys(("outlok.com", "outlook.con", "outloook.com", "outllok.com", "oulook.com", "outlook.cm"), "outlook.com"),
    **dict.fromkeys(("icloud.con", "iclod.com", "icloud.cm", "iclould.com"), "icloud.com"),
}  # fmt: skip
