"""Whether an English sentence promises our doing at a time: its clauses are read one by one, by who does what in them."""

from __future__ import annotations

import re

_DOES = (
    "arrive|reach|leave|call|ring|phone|contact|reply|answer|respond|send|ship|deliver|visit|bring|come|get back|get in touch|write|go out|land|be with you|fix|replace|"
    "refund|repair|collect|pick|install|transfer|pay|follow|update|report|let you|take care|credit|post|e-?mail|text|dispatch|exchange|finish|confirm|tell|inform|show up|"
    "have (?:it|this|your|an answer|the|that)|look into|sort|resolve|check|process|pass|prepare|publish|correct|return|go live|appear|drop|hand|find out|give you|make|do |forward|complete|investigate|keep you"
)
_DONE = (
    r"be (?:(?:fully|completely|back|all) )?(?:sent|done|made|given|paid|put right|with you|in touch|there|at your (?:door|house|office|home|place)|ready|back (?:with|in|to|on)|on its way|on their way|taken|brought|built|written|in your|yours|sorted|solved|fixed|"
    r"(?!(?:clos|open|expect|requir|ask|charg|need|cancel|cancell|extend|continu|limit|reserv|bas|delay|interest|pleas|delight|stopp|suspend|remov|delet|reach|invit|remind)ed)\w+ed)"
)
_NOT_DEEDS = (
    r"(?:be (?:closed|open|opening|away|out\b|off\b|back\b(?! (?:to|in touch|with))|on (?:holiday|leave|vacation)|happy|glad|pleased|delighted|here|available|unable|sorry|at\b|in the (?:office|shop|store)|waiting|expecting|needing|asking|grateful|charging)|"
    r"not\b|never|wait|need|miss|remember|see\b(?! to it)|have to|expect|hope|try|look forward|assume|consider|close|keep (?!you)|hold|reserve|be there for|always|usually|stay|remain|require|ask\b|charge|do our best|do my best|aim|appreciate|like|want|love|understand|celebrate|start\b|begin\b|continue|stop|meet)"
)
_FIRST = rf"(?:i|we)(?:'ll| will| shall|(?:'m| am|'re| are) (?:going|about) to| promise to| guarantee to) (?:(?:also|then|certainly|definitely|personally|gladly|both|all|surely|now|immediately|still|of course|be sure to|make sure to) )?(?!{_NOT_DEEDS})"
_GOING = r"(?:i|we)(?:'m|'re| am| are) (?:\w+ly )?(?:sending|shipping|calling|delivering|posting|refunding|fixing|replacing|coming|visiting|paying|returning|mailing|emailing|dispatching|exchanging|bringing|repairing|installing|transferring|collecting)\b"
_YOU = r"you(?:'ll| will|'re going to| are going to) (?:also |then |definitely |certainly )?(?:receive|get\b|have(?! to| until| till)|hear (?:from (?:us|me|our|my)|back)|find|see (?:it|the (?:money|refund|result)))"
# The plain present, for what is arranged: "it arrives tomorrow", "we refund you within seven days".
_ARRANGED = (
    r"(?:it|your [\w' ]{2,40}?|the (?:parcel|order|refund|money|chair|desk|table|courier|technician|engineer|fitter|replacement|new one|amount|delivery|invoice)|our (?:courier|technician|engineer|fitter|colleague|driver)|"
    r"a (?:courier|technician|fitter|colleague|new \w+)) (?:arrives|leaves (?!you)|leaves$|comes|reaches|returns|goes out|ships|is (?:back|with you|there)|(?:collects|brings|calls|rings|fixes|repairs|visits) (?:it|you|them|the))|"
    r"(?:i|we) (?:refund|ring|call|send|ship|return|replace|collect|text|pay|deliver) (?:you|it|the|your|them|a)"
)
_IT = rf"(?:it|this|that|they|everything|someone|somebody|both|all of it|(?:your|our|my|the|a|an|one of our|one of my) [\w' £€$%/-]{{2,45}}?|[a-z]{{3,12}} from [\w ]{{3,30}}?)(?:'ll| will) (?:also |then |definitely |certainly |all )?(?:{_DOES}|{_DONE})"
_PROMISE = r"(?:i|we) (?:promise|guarantee|commit to)\b|^expect (?:our|my|an?|the|your)\b|you have my word|@expect|(?:^|[ ,])let me (?:get back|check|call|come back|send|find out|look into)|@elliptic"
OURS = re.compile(rf"(?<![\w'])(?:{_FIRST}|{_GOING}|{_YOU}|{_IT}|{_ARRANGED}|{_PROMISE})")
_MAY_EXPECT = re.compile(r"(?<!\w)you (?:can|may) expect(?= )")
_ELLIPTIC = re.compile(rf"^\s*(?:ok(?:ay)?,? |sure,? |yes,? )?will (?:{_DOES})")
_AND_WILL = re.compile(rf"(?:and|who|which) will (?:{_DOES})")
_US = re.compile(r"(?<![\w'])(?:i|we|i'm|we're|i've|we've|my|our)(?!\w)")
_OTHERS = re.compile(
    r"(?<![\w'])(?:please|kindly|would|could|should|writes?|says|wants|customers?|may|might|must|can you|shall we|shall i|let us know|remind\w*|hope|hoping|try|trying|perhaps|maybe|probably|possibly|"
    r"likely|usually|normally|typically|generally|always|every|each|aim|aiming|plan|planning|in theory|wait|waiting|closed|open|holiday|expires?|until|till|said|told|wrote|asked|yesterday|ago|was|were|had|did|"
    r"last (?:week|month|year|time|night)|unable|cannot|not|never|no longer|ought|deadline|orders (?:are|ship|placed)|"
    r"you (?:can|need|have to|want|are|said|will (?!receive|get\b|have(?! to)|hear|find|see (?:it|the)))|you'll (?!receive|get\b|have(?! to)|hear|find|see (?:it|the)|also|then|definitely)|you've|you'd|i'd|we'd|they'd|try to|working on|depend\w*|whether|assum\w*|estimate\w*|approximately expected)(?![\w'])|n't(?!\w)"
)
CONDITION = re.compile(
    r"(?<![\w'])(?:if|unless|when|whenever|once(?! (?:again|more))|as soon as(?! possible)|provided|providing|in case|should you|assuming|after (?:you|receiving|receipt|we (?:receive|get|have|hear))|upon|on receipt|subject to|while|as long as)(?!\w)"
)
_NEW_START = re.compile(r"[,;]? ?(?<!\w)(?:and|but) (?=(?:if|in case|should you|when|once|unless)(?!\w))")
_SPLIT = re.compile(
    r"[,;:()]| [-–—]+ |(?<![\w'])(?:and|but|so that|so|because|since|which|who|where|although|though|or|then|as)(?![\w'])"
)
_SUBJECT = re.compile(
    r"(?:(?:and|but|or|so|then|,) *)?(?:the|an?|our|my|your|his|her|their|this|that|these|those|it|he|she|they|you|we|i|there)(?:'\w+)? \w+(?: \w+){2,}"
)
_FILLERS = re.compile(r"(?:(?:yes|ok|okay|so|and|then|also|sure|no later than|at the latest|latest|hello|dear \w+|hi|of course|by|on)(?: +|$))*$")
BEFORE = re.compile(
    r"(?:(?:no|not) later than|(?:at the )?latest (?:by|on)|latest|by(?: about| around)?|before|on|at|this|for definite|definitely|again|later|early|you) *(?:the )?$"
)
BEFORE_KILLS = re.compile(
    r"(?<!\w)(?:from|since|(?<!day )after|until|till|'til|between|every|each|last|past|for|to|through|of|per|than|as of|starting|beginning|any|most|throughout|during|previous|a|mon|monday|tuesday|wednesday|thursday) *(?:the )?(?:next )?$|(?:day|tomorrow|tonight|week) (?:or|and) *(?:on )?$|[-–/] *$|\d *$"
)
AFTER_KILLS = re.compile(r"(?:'s?\b(?! time)|s\b| *[-–/] *(?:\d|mon|tue|wed|thu|fri|sat|sun)| (?:ago|earlier|onwards?|on(?: |$)(?=is|are|was)|before last|to \w+day|through|and \w+day|or (?:\w+day|tomorrow)|at the earliest|is\b|was\b|are\b|will\b|has\b))")
_LATER_THAN = re.compile(r"(?:no|not) later than *(?:the )?$")


def sentences_in(text: str) -> list[tuple[int, int]]:
    """The parts of a sentence that stand by themselves: "… by Friday, and if …" are two."""
    cuts = [found.end() for found in _NEW_START.finditer(text)]
    return list(zip([0, *cuts], [*cuts, len(text)], strict=True))


def promises(sentence: str, start: int, end: int) -> bool:
    """Whether the words around the time at `start` to `end` promise that we do something then."""
    before, after = sentence[:start], sentence[end:]
    if AFTER_KILLS.match(after) or (BEFORE_KILLS.search(before) and not _LATER_THAN.search(before)):
        return False
    if CONDITION.search(before) or CONDITION.search(after):
        return False
    cut = BEFORE.search(before[-40:].rjust(len(before)) if len(before) > 40 else before)
    opened = cut.start() if cut else start
    # The time itself is blanked, lest its words be taken for the sentence's.
    blanked = sentence[:opened] + " " * (end - opened) + sentence[end:]
    return _clauses_promise(blanked, opened, end)


def _clauses_promise(text: str, start: int, end: int) -> bool:
    cuts = [0, *(found.start() for found in _SPLIT.finditer(text) if not start <= found.start() < end), len(text)]
    before = ""
    for number, (left, right) in enumerate(zip(cuts, cuts[1:], strict=False)):
        clause = text[left:right].strip()
        standing = standing_of(clause, first=number == 0) or ("ours" if _goes_on(clause, text[:left]) else "")
        if standing == "":
            standing = "" if _SUBJECT.match(clause) else before
        if left <= start < right or (start == right == len(text)):
            if standing == "" and _FILLERS.match(clause.strip(", ")) and number + 2 < len(cuts):
                return standing_of(text[right : cuts[number + 2]].strip(), first=False) == "ours"
            return standing == "ours"
        before = standing if standing or not _FILLERS.match(clause.strip(", ")) else before
    return False


def _goes_on(clause: str, before: str) -> bool:
    """ "I'm on it and will report back …", "… my manager, who will call you …": whose doing it is was said before."""
    return _AND_WILL.match(clause) is not None and _US.search(before) is not None and not _OTHERS.search(before)


def standing_of(clause: str, *, first: bool) -> str:
    """ "ours": we do something; "others": somebody else does, or nobody is sure; "": the clause does not say."""
    clause = _MAY_EXPECT.sub("@expect", clause)
    if first and _ELLIPTIC.match(clause):
        clause = "@elliptic " + clause
    if _OTHERS.search(clause):
        return "others"
    return "ours" if OURS.search(clause) else ""
