"""Why a mail server refused: its words and codes (RFC 5321, RFC 3463) to one reason word, and whether that is final.

The reason words are those of the Sisimai project, which the field knows; the phrases are what servers say."""

from __future__ import annotations

import re

# Only these say something about the address itself. Everything else may pass: a full mailbox, a filter, a block list.
HARD = frozenset({"userunknown", "hostunknown", "hasmoved", "notaccept"})

STATUS_REASONS = {
    "1.1": "userunknown", "1.2": "hostunknown", "1.3": "userunknown", "1.6": "hasmoved", "1.8": "rejected", "1.7": "rejected", "1.9": "userunknown",
    "1.10": "userunknown", "1.351": "filtered", "2.0": "filtered", "2.1": "filtered", "2.2": "mailboxfull", "2.3": "exceedlimit", "2.4": "filtered",
    "3.1": "systemfull", "3.2": "notaccept", "3.3": "systemerror", "3.4": "mesgtoobig", "3.5": "systemerror",
    "4.0": "networkerror", "4.1": "expired", "4.2": "expired", "4.3": "systemerror", "4.4": "hostunknown", "4.5": "systemfull", "4.6": "networkerror",
    "4.7": "expired", "4.310": "hostunknown", "4.312": "networkerror", "4.316": "expired",
    "6.0": "contenterror", "6.1": "contenterror", "6.2": "contenterror", "6.3": "contenterror", "6.5": "contenterror", "6.6": "contenterror",
    "6.7": "contenterror", "6.9": "contenterror",
    "7.0": "policyviolation", "7.1": "rejected", "7.2": "rejected", "7.4": "securityerror", "7.5": "securityerror", "7.6": "securityerror", "7.7": "securityerror",
    "7.8": "securityerror", "7.9": "policyviolation", "7.13": "suspend", "7.17": "hasmoved", "7.20": "authfailure", "7.21": "authfailure", "7.23": "authfailure",
    "7.24": "authfailure", "7.25": "requireptr", "7.26": "authfailure", "7.27": "notaccept", "7.28": "policyviolation", "7.509": "authfailure",
}  # fmt: skip

# First match wins. Everything is looked for in lower case, in at most 4,000 characters.
PHRASES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern))
    for reason, pattern in (
        ("requireptr", r"reverse dns|rdns|\bptr\b|ip name lookup failed|reverse hostname|cannot find your (?:hostname|reverse)|client host rejected: cannot find"),
        ("authfailure", r"dmarc|\bspf\b|\bdkim\b|unauthenticated (?:email|mail|sender)|sender policy framework|authentication checks? failed|not authenticated"),
        ("virusdetected", r"\bvirus|malware|infected|signature (?:was )?detected in"),
        ("toomanyconn", r"too many (?:connections|concurrent|sessions|recipients)|connection (?:rate|frequency) limit|exceeded .{0,30}connection|frequency limited|over the limit"),
        ("mailboxfull", r"mailbox (?:is |has |size )?(?:full|exceed)|(?:over|exceeded|exceeds|out of) .{0,20}quota|quota (?:full|exceed)|quotaexceed|over quota|"
                        r"quota has been|mailfolder is full|exceeds allowed size|mailbox .{0,80}over quota|insufficient (?:disk|system|mailbox) (?:space|storage)|"
                        r"mailbox size limit|inbox is full|mailbox for .{0,60} is full|no space left|storage (?:limit|is full)|disk quota|user is over|account is full|full mailbox|"
                        r"メールボックスが一杯|صندوق .{0,20}(?:پر|ممتلئ)"),
        ("exceedlimit", r"message (?:length|size) exceeds|exceeds (?:administrative|limit set by)|fixed maximum message size"),
        ("mesgtoobig", r"message (?:is )?too (?:big|large)|message size|max(?:imum)? message size|recipsizelimit|size limit|exceeded max|exceeds maximum"),
        ("suspend", r"account (?:that you tried to reach )?(?:is|has been|was) (?:disabled|suspended|inactive|locked|temporarily)|mailbox (?:is )?(?:disabled|suspended|inactive|frozen|unavailable or access)|"
                    r"user (?:is )?(?:suspended|disabled|inactive)|(?:disabled|suspended) (?:user|account|mailbox)|inactive (?:user|account|mailbox)|compte .{0,40}(?:suspendu|inactif|d[eé]sactiv)|"
                    r"account is disabled|is currently suspended|recipient suspend"),
        ("norelaying", r"relay(?:ing)? (?:access )?(?:denied|not (?:allowed|permitted)|prohibited)|unable to relay|not (?:permitted|allowed) to relay|insecure mail relay|relaying mail|we do not relay|no relaying"),
        ("notcompliantrfc", r"not (?:rfc ?\d* ?)?compliant|rfc ?5322 compliant|multiple 'from'|duplicate header|messageheader"),
        ("hasmoved", r"has (?:been )?moved|no longer (?:at|with) this|user (?:has )?moved|forwarding (?:address|to remote)|address has changed|please use (?:the )?new address|has been replaced"),
        ("notaccept", r"null mx|does(?: not|n't) (?:receive|accept) (?:any )?(?:e?-?mail|mail)|malformed or unexpected name server reply|smtp protocol (?:diff|return)s|not accept(?:ing)? (?:any )?mail"),
        ("networkerror", r"hop count exceeded|routing loop|mail loop|too many hops|dns (?:error|query failed)|nxdomain|establish an smtp connection|message looping|could ?n.t find any mx|"
                         r"connection (?:was )?(?:dropped|refused by|lost|broken)|network (?:error|is unreachable)|unable to connect|dns records? .{0,40}loop|unrouteable"),
        ("hostunknown", r"host (?:or domain name )?(?:not found|unknown|name lookup fail)|unknown host|no such (?:domain|host)|domain (?:does not|doesn.t) exist|domain .{0,60}(?:not found|couldn.t be found)|"
                        r"illegal host|dns lookup failure|name service error|invalid (?:recipient )?domain|host .{0,60}not found|unknown domain|domain is invalid|bad domain|recipient domain .{0,20}(?:not exist|unknown)|"
                        r"cannot (?:find|resolve|lookup) .{0,20}(?:host|domain|mx)|couldn.t find any host"),
        ("policyviolation", r"header error|policy (?:reason|violation|restriction)|for policy|message not accepted for|rejected due to (?:administrative|security) polic|anti-?spoof|"
                            r"email rejected due to|against (?:our )?policy|attachment .{0,40}not (?:allowed|permitted|accepted)|prohibited (?:attachment|content)|content policy|closed|improper"),
        ("spamdetected", r"(?:detected|identified|classified|considered|marked|rejected|scored|looks like|determined|suspected|appears to be) (?:as |to be |like )?(?:an? )?(?:possible )?spam|blacklisted url|"
                         r"spam (?:score|detected|content|filter|message|mail)|is spam|as spam|unsolicited|bulk mail|spam ?assassin|contenu.{0,20}spam|spam\b"),
        ("blocked", r"block(?:ed|list)|black ?list|bad reputation|poor reputation|low reputation|\brbl\b|dnsbl|spamhaus|banned|barracuda|access denied.{0,60}ip|ip .{0,30}(?:denied|rejected)|no access from mail server|"
                    r"invalid domain name|helo|ehlo|my name was rejected|please use the smtp server of your isp|you cannot send e-?mail to yourself|client host .{0,60}(?:rejected|blocked)|"
                    r"service refus|trop de connexions|too many .{0,20}(?:spam|errors) from|open relay|connection refused by|bad (?:helo|sender ip)|senderscore|not allowed to connect|"
                    r"message .{0,20}refused by .{0,40}list|ip address .{0,60}(?:reject|denied)"),
        ("securityerror", r"authentication (?:is )?(?:required|needed|turned on|failure|failed)|must (?:authenticate|issue a starttls)|authrequired|not authori[sz]ed|require(?:s)? authentication|(?:starttls|tls|encryption) (?:is )?required|"
                          r"permission (?:is )?(?:denied|required)|verification failure|restricted|insufficient security|codes? d'autorisation"),
        ("rejected", r"sender (?:address )?(?:was )?(?:reject|denied|refused|verify failed|unknown|not allowed)|domain of sender|sender .{0,40}(?:rejected|denied|not exist)|can.t determine purported|access denied|"
                     r"not (?:a )?members?\b|may not exist, or you may not have permission|google ?groups|from address .{0,30}(?:rejected|denied)|mail from .{0,40}(?:rejected|denied)|"
                     r"administrative(?:ly)? prohibit|rejected by (?:admin|header)|backscatter|unverified address|invalid sender|bad sender|return path|user .{0,30} not (?:allowed|authorized) to send|deferred due to (?:user complaints|unexpected volume)|"
                     r"requested action aborted|sender (?:domain|email)|postdrop"),
        ("systemerror", r"(?:internal|local|system|server) (?:system |configuration |server )?(?:error|problem)|ldap|duplicated message-id|temporary (?:local|system|lookup) (?:problem|failure|error)|out of memory|mail system .{0,30}error|"
                        r"can.t create|i/o error|file system|misconfigur|configuration error|could not load|unexpected (?:failure|error)|loops back to myself|service (?:currently )?unavailable|try again later, closing|"
                        r"service indisponible|server busy|resources? temporarily|cannot open"),
        ("expired", r"(?:delivery|message|mail|queue).{0,20}expired|retry time(?:out)? exceeded|retry timeout|(?:connection|operation|delivery|session|request) (?:to .{0,40})?timed out|timed out|have been failing for a long time|"
                    r"delivery (?:was |has been )?(?:delayed|aborted)|delayed|deferred|too (?:old|long in)|in the queue too long|did not accept our requests to connect|could not find a gateway|delivery failed \d+ attempts|"
                    r"cannot send message for|still (?:being retried|in the queue)|gave up|giving up|has stopped trying|temporar(?:y|ily) (?:failure|deferred)|will be retried|unable to deliver (?:this message )?(?:in|after|for) \d|connection refused"),
        ("contenterror", r"media error|8-bit data|message content rejected|content(?:-type)? .{0,40}(?:reject|not (?:allowed|acceptable))|mime (?:error|header|conversion)|improper use|header .{0,20}(?:error|missing|malformed)|malformed|line too long|bare (?:lf|cr)"),
        ("filtered", r"message filtered|recipient .{0,60}(?:refused|rejects?|blocked|does(?: not|n.t) accept)|because the recipient is (?:not accepting|only accepting)|due to (?:user|recipient).{0,20}(?:filter|settings)|filter(?:ed|ing) by|you have been blocked by the recipient|recipient not found|"
                     r"not listed in public name|resolver\.rst\.(?:not|restrict)|dd requested mail action aborted|turned off"),
        ("mailererror", r"command (?:died|failed|time)|pipe to|mailer .{0,20}(?:error|died)|exit(?:ed)? (?:with )?(?:status|code)|child (?:process )?(?:died|status)|procmail|process failed|local configuration error"),
    )
)
UNKNOWN_USER = re.compile(
    r"(?:user|recipient|mailbox|account|address|addressee|username|userid|name)s?\b.{0,60}(?:unknown|not (?:found|exist|known|listed|recogni[sz]ed|a (?:valid|known))|does(?: not|n.t) (?:exist|have)|is (?:invalid|unknown|not valid)|invalid|rejected|unavailable|"
    r"no longer (?:exists|available|valid|active)|undeliverable|couldn.t be found|wasn.t found|could not be (?:found|delivered)|disabled|n.existe)|"
    r"(?:unknown|invalid|no such|bad|illegal|non-?existent|unrecognized|undefined|nonexistant) (?:or \w+ )?(?:local |final |virtual |destination |delivery )*(?:user|recipient|mailbox|account|address|person|userid|addressee|name|local.part)|"
    r"no (?:mailbox|account|user|recipient|such user|valid recipients?) (?:here|by|for|with|found|exists?)|not (?:a )?(?:valid|known|our) (?:user|customer|recipient|mailbox|account)|recip(?:ient)?notfound|this user doesn.t have|"
    r"not our customer|user doesn.t exist|does(?: not|n.t) have an? .{0,40}account|no .{0,30}user .{0,20}here|addressed to .{0,60}no longer|delivery to .{0,60}unknown|unroutable address|not listed in domino|"
    r"見つかりません|宛先不明|そのようなユーザ|adresse d.au moins un destinataire invalide|destinataire .{0,30}(?:inconnu|invalide|introuvable)|usuario .{0,30}(?:desconocido|no existe)|unbekannter (?:empf|nutzer)|empfänger .{0,30}(?:unbekannt|nicht)|"
    r"said: 550\s*(?:\.|$)|unable to deliver message to <",
)


# An answer to MAIL FROM is about us, not about the recipient.
AT_MAIL = tuple(pair for pair in PHRASES[6:] if pair[0] not in ("hostunknown", "filtered", "mailererror"))


def reason_of(diagnostic: str, status: str, command: str = "") -> str:
    """The reason word for what a server said (any case), its enhanced status ("5.1.1" or "") and the SMTP command it
    answered ("RCPT", "DATA", "MAIL" or ""). "undefined" when nothing tells."""
    said = " ".join(diagnostic[:4_000].lower().split())
    detail = status.partition(".")[2]
    named = STATUS_REASONS.get(detail, "")
    if named in ("mailboxfull", "requireptr", "authfailure", "hasmoved", "exceedlimit") and detail != "2.3":
        return named
    for reason, pattern in PHRASES[:6]:
        if pattern.search(said):
            return reason
    unknown = UNKNOWN_USER.search(said)
    if command != "MAIL" and unknown and not specific(said):
        if detail.startswith("1."):
            return "userunknown"
        # A status about the mailbox or about rights, though the words say "unknown": a filter speaks.
        elsewhere = detail.startswith("7.") or (detail.startswith("2.") and command != "RCPT")
        return "filtered" if command == "DATA" or elsewhere else "userunknown"
    for reason, pattern in PHRASES[6:] if command != "MAIL" else AT_MAIL:
        if pattern.search(said):
            return reason
    if named:
        return named
    if unknown:
        return "userunknown"
    return "expired" if status.startswith("4") else "undefined"


SPECIFIC = re.compile(
    r"relay|recipient address rejected: (?!user|unknown|unverified|undeliver|address)|domain|host (?:unknown|not)|suspend|disabled|inactive|spam|blocked|policy|sender|moved|"
    r"not accept|message (?:length|size|too)|authentication|header error|timed? ?out|expired|dns (?:error|lookup|query)"
)


def specific(said: str) -> bool:
    """True when the words name a cause more exactly than "no such user", which servers add to anything."""
    return SPECIFIC.search(said) is not None


def is_hard(reason: str, status: str, delayed: bool) -> bool:
    """True when the address is to be given up: the reason is about it, and no code calls it temporary."""
    return reason in HARD and not delayed and not status.startswith("4")
