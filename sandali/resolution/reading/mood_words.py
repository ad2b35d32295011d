"""The words in which customers say how they feel about a matter: data of `mood`, in the plain text of `phrases.plain`."""

from __future__ import annotations

import re
from typing import Final

from sandali.resolution.reading.phrases.plain import one_line

# --- English: who feels it, how much, and what ---------------------------------------------------------------------------
_MUCH = (
    r"(?:(?:so|very|really|extremely|quite|pretty|rather|truly|deeply|absolutely|totally|just|now|still|getting|becoming|feeling|beyond|"
    r"incredibly|completely|also|a bit|a little|more than|super|seriously|honestly|genuinely|increasingly|increasing|both|again|and|more and more|sooo*) )*"
)
_I_AM = rf"(?:i am|i'm|im|and am|i feel|i got|i get|i have become|i've become|i remain|we are|we're|we feel|and,? (?:frankly|honestly|to be honest),?|makes? (?:me|us)|made (?:me|us)|making (?:me|us)|left (?:me|us)|leaves (?:me|us)|leaving (?:me|us)|drives? (?:me|us)|i was(?! not)|we were(?! not)) {_MUCH}"
_THIS_IS = rf"(?:this|it|that|which|the whole thing|your (?:\w+ ){{1,3}}?|(?:this|the|ur) (?:company|service|app|bank|shop|support|situation|delay|whole \w+))(?: ?is| ?'s| has been| was| are)? {_MUCH}(?:an? )?{_MUCH}"
_OURS = r"(?:service|services|support|company|shop|store|experience|app|customer service|customer support|treatment|bank|quality|product|communication|seller|website)"

_ANGRY_EN = rf"""
{_I_AM}(?:angry|furious|livid|mad(?! about (?:it|your|this|the) \w+ (?:and love|love))|fuming|outraged|enraged|pissed|irate|appalled|disgusted|seething|crazy|insane)|
fed up|(?:sick|tired)(?: and tired)? of (?!waiting room)(?:this|your|the|being|waiting|hearing|having|you|it|all|calling|chasing)|(?:i have|i've|i) had enough|(?<!not )enough is enough|
{_THIS_IS}(?:ridiculous|outrageous|unacceptable|disgrace|disgraceful|joke|scam|fraud|absurd|bullshit|shameful|appalling|disgusting|rip ?-?off|insulting|insult|pathetic|infuriating|outrage|scandal|nonsense|beyond a joke)|
(?:totally|completely|absolutely|simply|utterly|just) (?:unacceptable|ridiculous|outrageous|unprofessional)|(?<!not )unacceptable[,!]?$|^(?:ridiculous|outrageous|disgraceful|unbelievable|disgusting)(?: service)?$|
worst (?:{_OURS}|customer|\w+ {_OURS}|company ever)|(?:you|you guys|you people|they) (?:are|'re)(?: all| just| a bunch of| nothing but)? (?:thieves|crooks|scammers|liars|frauds|incompetent|useless|pathetic|a joke|a scam|criminals|cheats)|
shame on you|how dare you|stop (?:lying|wasting my time)|(?:you|you've|you have) (?:lied|cheated|scammed|robbed|stolen|ripped)|(?:is|are) (?:a )?rip ?-?off|what the (?:hell|heck|fuck)|\bwtf\b|(?:damn|bloody|fucking|goddamn) (?:\w+)|
(?:i will|i'll|i am going to|i'm going to|we will|we'll|forced to|have to|consider(?:ing)?) (?:sue|suing|take (?:you|this|legal)|report you|go to (?:court|the press)|contact(?:ing)? (?:a|my) (?:lawyer|solicitor|attorney)|tak(?:e|ing) legal)|
never (?:buy(?:ing)?|order(?:ing)?|shop(?:ping)?|use|using) (?:\w+ ){{0,4}}again|waste of (?:my )?time and money|i (?:hate|despise) (?:this|your|you|the) (?!to )(?:\w+)
"""
_UPSET_EN = rf"""
{_I_AM}(?:upset(?! stomach)|disappointed|frustrated|unhappy|dissatisfied|unsatisfied|annoyed|irritated|hurt|let down|heartbroken|embarrassed|humiliated|ashamed of you|sad(?! to (?:hear|say goodbye))|crying|exhausted (?:by|of|with) (?:this|your|it)|not (?:at all |very |really |too |so |all that |exactly )?(?:happy|satisfied|pleased|impressed|amused|content)(?! to\b))|
(?:is|was|been|am) {_MUCH}(?:frustrating|disappointing|upsetting|annoying|irritating|disheartening|distressing|unfair)(?! (?:if|when one))|^(?:very|so|really|extremely|how|quite) (?:frustrating|disappointing|disappointed|upset|annoying|unhappy|frustrated|annoyed|unfair)|
^(?:unhappy|disappointed|dissatisfied|frustrated|not happy|not satisfied) with|(?:my|our|understand my|such) (?:\w+ )?(?:frustration|disappointment|dissatisfaction|annoyance)|you (?:have |'ve )?(?:really |badly )?(?:let (?:me|us) down|disappointed (?:me|us)|ruined)|(?:i|we) (?:expected|deserve) (?:so much |much )?(?:better|more)(?: from you| than this)?$|
(?:terrible|awful|horrible|dreadful|very bad|poor|lousy|bad|appalling|shoddy|atrocious|unprofessional) (?:customer )?{_OURS}|{_OURS} (?:is|was|has been|are|were) {_MUCH}(?:terrible|awful|horrible|dreadful|bad|poor|lousy|a mess|a nightmare|rubbish|atrocious|appalling)|
(?:i|we) (?:really |deeply |already )?regret (?:buying|ordering|choosing|my (?:order|purchase)|ever)|ruined (?:my|our)|(?:lost|losing) (?:my |all |any |our )?(?:trust|faith|confidence|patience)|(?:running out of|out of|my) patience (?:is|has|was|now|with)|(?:feel|felt|been|being) (?:cheated|ignored|humiliated|betrayed|neglected|disrespected|ripped off|stupid|abandoned)
"""
_WORRIED_EN = rf"""
(?:i am|i'm|im|i feel|i got|i get|we are|we're|makes? me|making me|leaves me) {_MUCH}(?:worried|anxious|scared|nervous|panicking|stressed|terrified|frightened|alarmed|uneasy|desperate|freaking out|concerned(?! with (?:the )?(?:following|only)))|
(?:worries|worrying|scares|frightens|concerns|alarms|alarming) (?:me|us)|(?:is|are|been) {_MUCH}(?:worrying|alarming|scary|frightening|concerning)(?! (?:the|my|your|our))|^(?:worried|concerned|anxious|scared) (?:about|that|my|it)|(?:i|we) (?:fear|panicked|worry)(?! not)|don't want to lose my|(?:in|into) (?:a )?panic|losing sleep|(?:can't|cannot|couldn't) sleep|starting to (?:worry|panic)
"""
_GLAD_EN = rf"""
(?:i am|i'm|im|we are|we're|i feel|was|were|makes me|made me|made us) {_MUCH}(?:happy(?! to (?:help|send|provide|pay|wait|discuss|return|talk|answer|give|share|call|come|do|take|accept|go)| if| when| for you to)|glad(?! to (?:help|send|provide)| if| when)|delighted|thrilled|overjoyed|pleased(?! to (?:inform|advise|confirm|send)| if)|impressed|grateful for (?:your|the|all|everything)|satisfied|touched|over the moon|pleasantly surprised|blown away|amazed)|
made my (?:day|week|year)|(?:i|we)(?: just| really| absolutely| simply| all| so| truly)* (?:love|adore|loved|enjoyed)(?:d)? (?:it|this|your|the|you|my|our|how)(?! to (?:\w+ )?(?:if|but))|(?:best|excellent|wonderful|amazing|outstanding|fantastic|superb|brilliant|awesome|exceptional|great|terrific|perfect) (?:customer )?{_OURS}|
(?:you|you guys|your team|your people|everyone|she|he|they|sara|it|this|everything) (?:are|were|is|was|'re|have been|has been) {_MUCH}(?:amazing|awesome|wonderful|brilliant|fantastic|the best|excellent|outstanding|superb|lovely|perfect|incredible|great to deal|a star|stars|so kind|very kind|so helpful|very helpful)|(?:was|were|is|are) (?:so|very|really|extremely|incredibly|super) (?:helpful|kind|patient|friendly|professional|understanding)(?! if)|
(?:couldn't|could not) be (?:happier|more pleased)|exceeded (?:all )?(?:my|our) expectations|(?:thank you|thanks) (?:so much|a million|from (?:the bottom of )?my heart)(?! in advance)|(?:can't|cannot) thank you enough|(?:keep up the|what an?|such an?) (?:good|great|amazing|wonderful|excellent|fantastic|brilliant) (?:work|service|job|team|experience|company)
"""
_CALM_EN = r"""
(?:there is |there's |it's |it is |i am |i'm )?(?:absolutely |really )?(?:no (?:rush|hurry)|not in (?:a|any) (?:rush|hurry)|not (?:at all |very |really |that )?urgent|nothing urgent|in no (?:rush|hurry))|take your time|(?:when|whenever) (?:you|it) (?:have|has|get|find) (?:the |a )?(?:time|moment|chance)|whenever (?:it )?(?:suits|is convenient|you can|it's convenient)|^(?:it's |it is |that's |that is )?(?:no (?:problem|worries|big deal)|fine|okay|ok|all right|quite all right)(?: at all| by me| with me| for me)?$|(?:i|we) (?:can|don't mind|do not mind|am happy to|are happy to|'m happy to|will) wait(?:ing)?$|please don't worry|don't worry about it|(?:these|mistakes|such) things happen|just (?:curious|a quick question|out of curiosity)
"""

# --- Persian: the ending says who feels it -------------------------------------------------------------------------------
_MUCH_FA = r"(?:(?:خیلی|واقعا|بسیار|شدیدا|به شدت|بشدت|بی نهایت|بینهایت|کاملا|حسابی|یه کم|یکم|کمی|بدجور|بد جور|خیلی خیلی|جدا|دیگه|دیگر|هم) )*"
_I_FA = r"(?: ?(?:م|ام|یم|ایم)| هست(?:م|یم)| شد(?:م|یم|ه ?ام|ه ?ایم| ?ه ام)| می ?(?:ش|شو)(?:م|یم)(?! اگ)| کرد(?:ید|ین|ه ?اید|ه ?این)(?: ?ما| ?من)?|م کرد(?:ید|ین|ه ?اید|ه ?است|ه)?|مون کرد\w*)(?! (?:اگر|اگه))"
_OURS_FA = r"(?:خدمات|پشتیبانی|سرویس|شرکت|فروشگاه|برخورد|رفتار|پاسخگویی|پاسخ ?گویی|کیفیت|جنس|محصول|ارسال|سایت|اپلیکیشن|برنامه|خرید|تجربه|وضع|وضعیت|کار|فروش|تحویل|بسته ?بندی|جواب|کالا|نصب)(?: ?(?:تون|تان|شما|ی|تون هم|پس از فروش|مشتری|مشتریان|سایت|پشتیبانی|همکارتون|همکارتان|همکاران)){0,3}"
_IS_FA = r"(?: ?(?:ه|ست|است|بود|اند|هستن|هست|بوده|شده|دارید|دارین))?(?! (?:نبود|نیست|نشد|نبودید|نباش))(?!\w)"

_ANGRY_FA = rf"""
(?:عصبانی|عصبی|خشمگین|شاکی|کفری|کلافه|دیوانه|دیوونه|ذله|بیزار|متنفر|جوشی){_I_FA}|از (?:کوره|کورە) در ?رفت\w*|(?:اعصاب|اعصابم|اعصابمو|اعصاب ما|اعصاب آدم)(?: \w+){{0,2}} (?:خورد|خرد|خوردی|خط خطی|داغون|نمونده|نذاشت\w*|ندارم|نمانده)\w*|
(?:صبر|تحمل|طاقت|حوصله)(?: ?(?:م|ام|مون|مان|ما|من))?(?: \w+){{0,2}} (?:تمام|تموم|سر ?آمده?|سر ?اومده?|لبریز|طاق)\w*|(?:دیگه|دیگر)(?: \w+){{0,2}} (?:تحمل|طاقت|حوصله)(?: \w+){{0,3}} (?:ندار(?:م|یم)|نمی ?کن(?:م|یم))|قابل تحمل نیست|غیر ?قابل تحمل\w*|کاسه صبر\w*|
(?:شرم ?آور|خجالت ?آور|مضحک|فاجعه|غیر ?قابل ?قبول|افتضاح|مزخرف|مسخره|بی ?شرمانه|وقیحانه|توهین ?آمیز|اسف ?بار|آبروریزی|چرت|چرند){_IS_FA}(?! تر)(?! نبود)(?! بازی در ?(?:فیلم|نقش))|مسخره ?(?:مون|ام|مان|م)? (?:کرد\w+|می ?کن\w+)|مسخره ?بازی|خجالت (?:بکش\w+|نمی ?کش\w+)|شرم (?:کن\w+|نمی ?کن\w+|بر شما|تون باد)|حیا کن\w+|
کلاه ?بردار(?:ی|ید|ین|ها|ان|ی ?ه| هستید| هستین|ی محض|ی است)?(?!\w)(?! (?:اینترنتی|از من شده))|(?:شما |شماها )?دزد(?:ید|ین|ی محض| هستید| هستین|های)|دروغ ?گو\w*|دروغ (?:می ?گ\w+|گفت(?:ید|ین|ه اید)|تحویل)|سر ?کار(?:م|مون|یم)? (?:گذاشت\w*|می ?ذار\w+|می ?گذار\w+|گذاشته)|بی ?مسئولیت\w*|بی ?مسولیت\w*|بی ?شعور\w*|بی ?وجدان\w*|بی ?ادب(?:ید|ین|انه| بود)|پول ?(?:م|مو|مون|ما|مردم)?(?: رو| را)? (?:بالا کشید\w*|خورد(?:ید|ین))|
(?:ازتون|از شما|از دست شما|از دستتون|ازت)(?: \w+){{0,3}} شکایت (?:می ?کن\w+|خواه\w+)|شکایت (?:قانونی|قضایی|رسمی) (?:می ?کن\w+|خواه\w+)|(?:به|با) (?:تعزیرات|سازمان حمایت|پلیس فتا|دادگاه|قوه قضاییه|مراجع قانونی|مراجع قضایی|وکیلم)(?: \w+){{0,3}} (?:شکایت|گزارش|مراجعه|می ?کنم|می ?رم|می ?روم|خواهم)|(?:از طریق|پیگیری|اقدام) قانونی (?:اقدام|پیگیری|خواه|می ?کن)\w*|آبرو\w* (?:می ?بر|خواهم برد)\w*|
(?:دیگه|دیگر) (?:هرگز|هیچ ?وقت|عمرا|محاله|محال است|غلط بکنم)?(?: \w+){{0,4}} (?:خرید (?:نمی ?کن|نخواه)|نمی ?خر|سفارش نمی ?د)\w+|بدترین (?:\w+ )?(?:خدمات|پشتیبانی|سرویس|شرکت|فروشگاه|برخورد|تجربه|خرید|کیفیت|رفتار|اپلیکیشن|سایت)|حالم?(?: \w+){{0,2}} به ?هم (?:می ?خور|خورد)\w*|(?:بس|بسه|بس است) (?:دیگه|دیگر)|(?:دیگه|دیگر) (?:بسه|بس است|شورش\w*)|شورش(?: رو| را)? در ?آورد\w*|گند زد\w*|مگه (?:مسخره|بازیچه|علاف)\w*|علاف(?:م|مون|مان)? کرد\w*
"""
_UPSET_FA = rf"""
(?:ناراحت|دلخور|ناراضی|نا ?امید|نومید|مایوس|دلسرد|دل ?شکسته|غمگین|رنجیده|دلگیر|دل ?زده|متاثر|مکدر|پشیمان|پشیمون|شوکه){_I_FA}(?! ی)|(?:ناراحت|ناامید|دلسرد|پشیمان|پشیمون|دلخور)(?: و \w+){{1,2}}{_I_FA}|(?:ناراضی|دلخور|ناراحت)\w* از (?:شما|خرید|خدمات|برخورد|پشتیبانی|این)(?! نیست)|(?:اصلا |خیلی |چندان |زیاد |ازتون |از شما )?راضی (?:نیست(?:م|یم)|نبود(?:م|یم))|رضایت ندار(?:م|یم)|
(?:براتون|برایتان|واستون|برای شما|واقعا) متاسف(?:م|یم| هستم| شدم)(?! که (?:دیر|مزاحم|زود))|(?:گله ?مند|گلایه ?مند|معترض|شاکر نیست)\w*|(?:گله|گلایه|اعتراض)(?: \w+)? (?:دار(?:م|یم))|دل(?:م|مون) (?:شکست|گرفت|به درد آمد|خون)\w*|(?:بهم|به من|به ما) (?:برخورد|بر ?خورد|توهین شد\w*|بی ?احترامی شد\w*)|
(?:ازتون|از شما|از شرکت شما|از این شرکت|از مجموعه شما|از فروشگاه شما|از برند شما)(?: \w+){{0,5}} (?:انتظار|توقع)(?: \w+)? (?:نداشت(?:م|یم)|نمی ?رفت)|(?:انتظار|توقع) (?:نداشت(?:م|یم)|بیشتری داشت(?:م|یم))|خسته شد(?:م|یم|ه ?ام)(?! و گفتم)|خسته ?(?:م|مون|ام) کرد(?:ید|ین|ه ?اید)|(?:واقعا|خیلی|کار) (?:زشت|بی ?انصافی|بی ?احترامی|ناراحت ?کننده|نا ?امید ?کننده|آزار ?دهنده|ناعادلانه|کلافه ?کننده)(?: ?(?:ه|ست|است|بود|تون|تان|شما))*|(?:ناراحت|ناامید|نا امید|کلافه|خسته|مایوس|دلسرد) ?کننده(?: ?(?:ه|ست|است|بود|تر))|
{_OURS_FA}(?: \w+){{0,2}} {_MUCH_FA}(?:بد|ضعیف|زشت|نامناسب|بد و \w+|ضعیف و \w+)(?: ?(?:ه|ست|است|بود|هست|بوده|ی دارید|ی داشت))(?! نبود)(?!\w)|(?:اعتماد|اطمینان)(?: ?(?:م|مون|مان|ما))?(?: \w+){{0,3}} (?:از ?دست (?:داد\w+|رفت\w*)|از بین رفت\w*|سلب شد\w*)|بی ?توجهی (?:شما|کردید)|(?:به|با) (?:من|ما|مشتری) بی ?توجه\w*|(?:حیف|پولم|پولمو)(?: \w+){{0,3}} (?:دور ریخت\w*|هدر رفت\w*|حروم شد|دور انداخت\w*)|حق(?: ?(?:م|مون|ما))? (?:ضایع|پایمال|خورده) شد\w*
"""
_WORRIED_FA = r"""
(?:نگران|دلواپس|مضطرب|پریشان|پریشون|هراسان)(?: ?(?:م|ام|یم|ایم)| هست(?:م|یم)| شد(?:م|یم|ه ?ام)|م کرد\w*|مون کرد\w*)(?!\w)(?! (?:نباش|نیست))|(?:دل ?شوره|استرس|اضطراب|دلهره|نگرانی|ترس)(?: \w+)? (?:دار(?:م|یم)|گرفت(?:م|یم|ه ?ام)|افتاد\w*)|(?<!ن)می ?ترس(?:م|یم)(?! مزاحم)|ترسید(?:م|یم|ه ?ام)|وحشت (?:کرد|زده|دارم)\w*|(?:باعث|موجب|مایه) نگرانی(?: ?(?:م|من|ما|مون|ام|مان|خانواده))?(?: شد\w*| است|ه)|خواب (?:به|از) چشم\w*|(?:نکنه|نکند) (?:گم|پول|بسته|خراب|کلاه|سفارش|از بین)
"""
_GLAD_FA = r"""
(?:خوشحال|خشنود|خرسند|ذوق ?زده|شگفت ?زده|سورپرایز|سوپرایز|شاد)(?: ?(?:م|ام|یم|ایم)| هست(?:م|یم)| شد(?:م|یم|ه ?ام)(?! که (?:بالاخره|جواب))|م کرد(?:ید|ین|ه ?اید)|مون کرد\w*)(?!\w)(?! (?:نیست|نشد|می ?ش|خواه|اگر|اگه))|(?<!نا)(?<!نا )راضی(?: ?(?:م|ام|یم|ایم)| هست(?:م|یم)| بود(?:م|یم))(?!\w)(?! نیست)|رضایت (?:کامل )?(?:دار(?:م|یم))|
(?:عالی|بی ?نظیر|فوق ?العاده|محشر|معرکه|حرف ندار\w*|بهترین)(?: و \w+)? ?(?:بود(?:ید|ین|ه)?|هست(?:ید|ین)|است|ست|ه|اید|ید|ین)(?!\w)(?! (?:اگر|اگه|که می ?شد|ولی|اما))|^(?:خیلی )?(?:عالی|بی ?نظیر|محشر|معرکه)$|(?:عالیه|محشره|معرکه ?ست|حرف نداره|حرف نداشت)|لذت برد(?:م|یم)|کیف کرد(?:م|یم)|ذوق کرد(?:م|یم)|خیلی (?:حال کرد|چسبید|خوشم او?مد|خوشم آمد)\w*|عاشق(?: ?ش| ?شم| ?تون)?(?: \w+){0,4} (?:شد(?:م|یم)|هست(?:م|یم))|عاشقش(?:م|یم|ونم)|دم(?:ت|تون| همه ?تون| شما) گرم|گل کاشت\w*|سنگ تمام گذاشت\w*|سنگ تموم گذاشت\w*|فراتر از انتظار\w*|روز(?:م|مون) (?:رو|را) ساخت\w*|(?:از )?(?:صمیم|ته) (?:قلب|دل)(?: \w+){0,3} (?:ممنون|سپاس|تشکر|متشکر)\w*|بهترین (?:خدمات|پشتیبانی|فروشگاه|خرید|تجربه|برخورد)(?! (?:را|رو) (?:می ?خواه|انتظار))
"""
_CALM_FA = r"""
عجله ?(?:ای)? (?:نیست|ندار(?:م|یم)|نداره|ندارد)|عجله نکنید|فوری نیست|فوریتی ندارد|(?:هر (?:وقت|موقع|زمان)) (?:تونست\w+|توانست\w+|فرصت (?:کرد|داشت)\w+|شد|که فرصت|وقت (?:کرد|داشت)\w+|که شد|براتون|که)(?! نکن)|سر فرصت|(?:هیچ )?(?:اشکالی|عیبی|مسئله ?ای|ایرادی) (?:نداره|ندارد|نیست)(?! که)|^(?:نه )?(?:مشکلی|اشکالی|عیبی) نیست|خیالم راحت شد|صبر می ?کن(?:م|یم)$|منتظر می ?مان(?:م|یم)$|(?:پیش|پیش ?می|اتفاق) (?:میاد|می ?آید|می ?آد|میفته|می ?افتد)$|فقط (?:جهت|برای|محض) (?:اطلاع|اطلاعتون|کنجکاوی)
"""

# --- Before a feeling, these take it back -------------------------------------------------------------------------------
NOT_SAID: Final = one_line(r"""
(?:^|(?<=[,،:;] )|(?<!\w))(?:if|unless|in case|would(?: have)? be|will be|should i be|hope|so that|not because|not that|instead of|to avoid|lest|without being|don't want (?:you )?to|as if|
اگر|اگه|چنانچه|در صورتی ?که|مگر|امیدوارم|ان ?شاالله|برای این ?که|تا این ?که|نمی ?خوام|نمی ?خواهم|قصد|بدون این ?که|نه این ?که|مبادا)(?!\w)
""")
# What stands beside joy that is none.
SOUR: Final = one_line(r"""
(?<!\w)(?:late|delay\w*|again|still|broken|lost|wrong|third time|weeks?|waiting|waited|refund|not (?:work|arriv)\w*|n't|never|yet another|another|but|however|unfortunately|except|only|until|if|would|
دوباره|بازم|باز هم|هنوز|تاخیر\w*|دیر|خراب\w*|گم|نرسید\w*|نیومد\w*|نیامد\w*|شکست\w*|اشتباه\w*|ولی|اما|فقط|متاسفانه|بار سوم|بار چندم|نکرد\w*|ندار(?:ه|د|ید|ین)|نیست\w*|نمی\w*|اگر|اگه|کاش|قرار بود)(?!\w)
""")


def _pattern(body: str) -> re.Pattern[str]:
    """One of these, from the beginning of a word to its end."""
    return one_line(rf"(?<!\w)(?:{body.strip()})(?!\w)")


# The gravest first: who is angry and worried is angry. A sentence is asked in the letters that it is written in.
ENGLISH: Final = {mood: _pattern(body) for mood, body in (
    ("angry", _ANGRY_EN), ("upset", _UPSET_EN), ("worried", _WORRIED_EN), ("glad", _GLAD_EN), ("calm", _CALM_EN),
)}  # fmt: skip
PERSIAN: Final = {mood: _pattern(body) for mood, body in (
    ("angry", _ANGRY_FA), ("upset", _UPSET_FA), ("worried", _WORRIED_FA), ("glad", _GLAD_FA), ("calm", _CALM_FA),
)}  # fmt: skip
