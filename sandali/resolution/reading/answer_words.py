"""The words in which customers say that a matter is solved, or not yet: data of `answers`, in the fold of search."""

from __future__ import annotations

import re

from sandali.cases.thanks import BESIDE, THANKS, phrases

# --- Yes: at least one of these, and nothing that is not known -----------------------------------------------------------
# A bare yes to "is it solved for you?" …
YES_FA = """
بله|بلی|آره|اره|آری|بله بله|آره آره|بله دقیقا|بله کاملا|بله حتما|اوهوم
"""
YES_EN = """
yes|yep|yup|yeah|yess|yes indeed|yes it is|yes it does|yes it did|yes it has|yes it has been|yes they are|yes absolutely|yes definitely|yes of course|absolutely yes|it is|it has|it does
"""
# … or that it is solved, with what was the matter in front.
_SUBJECTS_FA = """
|مشکل|مشکلم|مشکلمون|مشکل من|مشکل ما|موضوع|مسئله|مساله|مشکلات|همه مشکلات|همه چیز|همه چی|همش|همه اش|این مشکل|این موضوع|مشکل بنده|کار من|کارم|کارمون|ایراد|ایرادش|خطا|مشکلش
"""
_SOLVED_FA = """
مشکلی نمونده|مشکلی نمانده|دیگه مشکلی نمونده|دیگر مشکلی نمانده|بله انجام شد|تایید می کنم که درست شد|تایید می کنم که حل شد|تایید میکنم که حل شد|تایید میکنم که درست شد|تایید می کنم که مشکل حل شد|
حل شد|حل شده|حل شده است|حل شدش|حل گردید|حله|حل است|کاملا حل شد|کامل حل شد|به طور کامل حل شد|برطرف شد|برطرف شده|برطرف شده است|برطرف گردید|کاملا برطرف شد|رفع شد|رفع شده|رفع شده است|رفع گردید|
کاملا رفع شد|درست شد|درست شده|درست شده است|کاملا درست شد|اوکی شد|اوکی شده|اوکیه|اکی شد|اوکی هست|ردیف شد|ردیفه|مرتفع شد|مرتفع گردید
"""
SOLVED_FA = """
دیگه مشکلی ندارم|دیگر مشکلی ندارم|دیگه مشکلی نداریم|دیگر مشکلی نداریم|دیگه مشکلی نیست|دیگر مشکلی نیست|دیگه مشکلی نداره|دیگر مشکلی ندارد|مشکل دیگه ای ندارم|مشکل دیگری ندارم|نه دیگه مشکلی نیست|نه دیگه مشکلی ندارم|
الان کار میکنه|الان کار می کنه|الان کار می کند|الان داره کار میکنه|الان درست کار میکنه|الان درست کار می کند|دیگه کار میکنه|دیگه درست کار میکنه|درست کار میکنه|درست کار می کند|به درستی کار می کند|الان درسته|الان خوبه|همه چیز خوبه|همه چی خوبه|همه چی اوکیه|همه چیز مرتبه|
همه چیز مرتب است|همه چیز مرتبه|همه چی مرتبه|همه چیز خوب است|همه چی خوبه|همه چیز درست است|همه چیز روبه راه است|همه چیز رو به راه است|همه چی رو به راهه|همه چیز عالیه|همه چیز عالی است|همه چی عالیه|
همه چیز درسته|همه چی درسته|راضی هستم|راضی ام|راضیم|کاملا راضی هستم|کاملا راضیم|خیلی راضیم|خیلی راضی ام|مشکلم رو حل کردید|مشکل رو حل کردید|مشکل را حل کردید|
مشکل منو حل کردید|مشکلمو حل کردین|مشکلم رو حل کردین|مشکل من را حل کردید|مشکلم را حل کردید|حلش کردید|حلش کردین
"""
_SUBJECTS_EN = "|it|it s|its|it is|it has been|that is|that s|this is|everything|everything is|everything s|all|all is|the problem is|the issue is|my problem is|my issue is|problem is|issue is|problem|issue|the problem has been|the issue has been|the matter is|matter is|my case is|yes it is|yes it s|it is all|it s all|that has been|issues|all issues|all problems|the issue was|the problem was|it was|it got|everything has been"
_SOLVED_EN = "solved|resolved|fixed|sorted|sorted out|settled|solved now|resolved now|fixed now|sorted now|now solved|now resolved|now fixed|now sorted|completely solved|fully resolved|completely resolved|fully solved"
SOLVED_EN = """
all good|all good now|all good here|it s all good|it is all good|all is good|all is well|all well|all fine|all fine now|all ok|all ok now|everything is fine|everything is fine now|everything is ok|everything is ok now|everything is good|everything is good now|everything s fine|
everything s fine now|everything s good now|everything is perfect|everything is great|it works|it works now|it works again|it works fine|it works fine now|it works perfectly|it works perfectly now|works|works now|works fine|works fine now|works perfectly|works perfectly now|works great|works like a charm|
it works great|it works great now|it works like a charm|it is working|it s working|it is working now|it s working now|its working now|working now|working again|working fine|working fine now|working perfectly|everything works|everything works now|everything is working|
everything is working now|that worked|that did it|that did the trick|that solved it|that fixed it|that solved the problem|that solved my problem|that fixed the problem|that fixed the issue|it worked|problem gone|the problem is gone|the issue is gone|problem is gone|good to go|
no more problems|no more issues|no further problems|no further issues|no problems any more|no problems anymore|no more problem|no more issue|i am satisfied|i m satisfied|i am happy with it|i m happy with it|you solved it|you fixed it|you solved my problem|you fixed my problem|
you solved the problem|you have solved it|you ve solved it
"""
# What may stand beside it (whoever only says "please close it" may have given up) besides thanks and politeness.
FILLERS = """
الان|اکنون|حالا|دیگه|دیگر|خوشبختانه|شکر خدا|خدا رو شکر|خداروشکر|خدا را شکر|الحمدلله|الحمد لله|کاملا|بالاخره|بلاخره|برام|برای من|برایم|برامون|واسم|به لطف شما|به لطف شما و همکارانتون|با کمک شما|با کمکتون|با پیگیری شما|با پیگیریتون|با پیگیری خوبتون|خیلی زود|سریع|خیلی سریع|زود|همکارتون|از صبر و پیگیری شما|از صبرتون|بابت پیگیری خوبتون|
قربون دستتون|دست گلتون درد نکنه|خیلی عالی|عالی هستید|عالی هستین|خیلی خوب|خوب|خوبه|با سلام و احترام|با سلام|خیلی خوب بود|دمت گرم|اجرتون با خدا|خدا قوت|
now|finally|luckily|fortunately|at last|completely|fully|thank god|thank goodness|for me|on my side|on my end|thanks again|thank you again|many thanks again|thanks to you|thanks to your help|thanks to your team|sure|good|fine|nice|that s great|that is great|quick|quickly|fast|so quickly|so fast|well done|great work|great job|great service|good job|excellent service|nice work|cool|brilliant work|you can close it|you can close this|you can close the case|please close the case|please close it|please close this|please close my case|you may close it|you may close the case|you can close my case
"""
# Politeness that may carry another sense beside a yes: "yes, again", "oh great".
NOT_BESIDE = phrases("again|once again|oh|wow|چشم|i|we|you|really|truly|واقعا")


def _with_subjects(subjects: str, ends: str) -> frozenset[tuple[str, ...]]:
    """Every subject before every end."""
    one, other = (words.replace("\n", "").split("|") for words in (subjects, ends))
    return phrases("|".join(f"{subject} {end}".strip() for subject in one for end in other))


SURE = phrases(YES_FA, YES_EN, SOLVED_FA, SOLVED_EN) | _with_subjects(_SUBJECTS_FA, _SOLVED_FA) | _with_subjects(_SUBJECTS_EN, _SOLVED_EN)
BESIDE_YES = (THANKS | BESIDE | phrases(FILLERS)) - NOT_BESIDE
LONGEST_PHRASE = max(map(len, SURE | BESIDE_YES))

# --- Not yet: one of these anywhere ---------------------------------------------------------------------------------------
_THINGS_DONE = "حل|درست|برطرف|رفع|انجام|واریز|ارسال|اصلاح|پیدا|اوکی|فعال|تعویض|تعمیر|پیگیری|بررسی|پرداخت|تحویل|ثبت|عوض"
NOT_YET = re.compile(
    rf"(?<!\w)(?:(?:{_THINGS_DONE}) (?:نشد\w*|نمی ?ش\w+|نکرد\w*|نیست)|حلنشد\w*|هنوز(?! (?:که )?(?:خوب|عالی|درست کار|اوکی|مشکلی (?:ندار|نیست|پیش)|تست|امتحان|چک|وقت|فرصت|ندیدم|نمی ?د|باز نکرد|مطمئن))|"
    r"(?:متاسفانه )?(?:همون|همان|همین) (?:مشکل|ایراد|خطا|وضع|آش|اش|بساط|ارور)\w*|همچنان(?! (?:خوب|عالی|درست|کار می|راضی|از (?:شما|خرید)))|نرسید\w*|نیومد\w*|نیامد\w*|برنگشت\w*|کار نمی ?کن\w+|جواب نمی ?(?:ده\w*|د)|(?:دوباره|بازم|باز هم|باز) (?:همون|همان|همین|خراب|قطع|خطا|مشکل|ارور|نشد|نمی)\w*|"
    r"مشکل\w* (?:سر ?جاشه|سر ?جایش|سر جای خود\w*|پا ?برجا\w*|باقی\w*|ادامه دار\w+|دارم|داریم|داره|هست|هنوز|وجود دارد)|نخیر|خبری (?:نشد\w*|نیست)|(?:هیچ ?چی|هیچی|هیچ چیز) (?:درست|عوض|حل|تغییر)\w*|منتظرم|منتظریم|منتظر هستم|بدتر شد\w*|"
    r"not (?:yet|solved|resolved|fixed|working|sorted|at all|really|quite|completely|fully|received|arrived|happy|satisfied|ok|okay|fine|done|good)|still(?! (?:good|fine|works|working (?:fine|well)|great|ok|have to (?:test|try|check)|need to (?:test|try|check)|testing|checking))|"
    r"(?:is|was|does|did|has|have|it s) (?:n t|not)(?! (?:a |an |any )?(?:problem|issue|more|tested|checked|tried|had (?:time|a chance)|know|mind|sure|sarcas\w*))|(?:isn|wasn|doesn|didn|hasn|haven|aren) t(?! (?:a |an |any )?(?:problem|issue|tested|checked|tried|had (?:time|a chance)|know|mind|sure|worry|want|have any|see any))|"
    r"(?:do not|don t) (?:work|close|see (?:it|the)|have it)|never (?:arrived|came|worked|got|received)|unresolved|unsolved|nope|nah|the same (?:problem|issue|error|thing|as before)|same (?:problem|issue|error)|(?:happened|happening|broke|broken|failed|failing|stopped working|crashed|gone) again|even worse|worse than|got worse|(?:am|m|are|re) waiting|no luck|keeps (?:failing|happening|crashing|breaking))(?!\w)"
)
# A "no" at the beginning, unless it goes on as "no more problems".
STARTS_WITH_NO = re.compile(
    r"(?:سلام |با سلام |hi |hello |sorry |unfortunately |متاسفانه )*(?:نه(?! (?:دیگه|دیگر|مشکل|تنها|خیلی|فقط|این|ولی|اما|بابا))|خیر(?! (?:ببین|باش|پیش|سر|خواه|دیدید))|no(?! (?:more|further|problem|problems|issue|issues|worries|worry|complaint|complaints|longer|doubt|need|idea|way)))(?!\w)"
)
# That it is solved, somewhere among other words.
SOLVED_SOMEWHERE = re.compile(
    r"(?<!\w)(?:حل شد\w*|حله|برطرف شد\w*|رفع شد\w*|درست شد\w*|اوکی شد\w*|(?<!ن)کار می ?کن(?:ه|د)|راضی ?(?:ام|م|هستم)|(?<!not )(?<!n t )(?<!never )(?<!yet )(?:solved|resolved|fixed|sorted|worked)|(?<!not )it works|works (?:now|fine)|all good|is working|s working)(?!\w)"
)
SIGNATURES = re.compile(r"(?:sent from my [\w ]{2,30}|get outlook for \w+|ارسال ?شده از [\w\u200c ]{2,30}|فرستاده ?شده از [\w\u200c ]{2,30})\s*$", re.IGNORECASE)
