"""The words that announce a name, and those that say that a name is none: titles, relations, roles, degrees; signs and tests."""

from __future__ import annotations

import re

TITLE = re.compile(
    r"(?<![\w.])(?i:drs?|doctors?|mr|mrs|ms|miss|mister|messrs|prof|professor|señora?|sr|sra|rev|hon|judge|sgt|officer|capt)\b\.?\s+(?:and\s+(?:Mrs|Ms)\.?\s+)?"
)
_RELATION = (
    r"wife|husband|spouse|sons?|daughters?|mother|father|mom|dad|sisters?|brothers?|aunt|uncle|cousins?|niece|nephew|partner|girlfriend|"
    r"boyfriend|fianc[eé]e?|friends?|neighbou?rs?|roommate|child|children|stepson|stepdaughter|stepfather|stepmother|grand(?:son|daughter|mother|"
    r"father|child|ma|pa)|(?:mother|father|sister|brother|son|daughter)-in-law|ex-wife|ex-husband|widow(?:er)?|parents?|twins?|caregiver|guardian|relatives?"
)
_ROLE = (
    r"(?:crew\s+|team\s+|shift\s+)?lead|attorneys?|counsel|lawyers?|paralegal|adjusters?|examiners?|case\s+managers?|managers?|nurses?|RN|LVN|NP|PA|therapists?|interpreters?|translators?|"
    r"supervisors?|superintendent|foreman|forewoman|boss|co-?workers?|colleagues?|employees?|claimant|applicant|patients?|workers?|member|physicians?|"
    r"surgeons?|chiropractors?|acupuncturists?|psychologists?|psychiatrists?|podiatrists?|specialists?|orthopedists?|neurologists?|QME|AME|PQME|PTP|PCP|"
    r"evaluators?|reviewers?|technicians?|administrators?|representatives?|secretary|receptionist|owner|coordinator|assistants?|practitioners?|"
    r"pharmacists?|dentists?|counselors?|doctors?|providers?|radiologists?|anesthesiologists?|consultants?|dispatcher|principal|coach|director|witness(?:es)?"
)
_LINK = r"(?:\s*,\s*|\s*[:(–—]\s*|\s+(?:is|was|named|name\s+is|called|being)\s+|\s+--?\s+|\s+)(?:[“\"(])?"
RELATED = re.compile(rf"(?<!\w)(?i:{_RELATION})(?:’s|'s)?{_LINK}(?:(?i:is|was|named)\s+)?")
CALLED = re.compile(rf"(?<!\w)(?i:{_ROLE})(?:\s+of\s+record)?(?:{_LINK})(?:(?i:is|was|named)\s+)?")
LABEL = re.compile(
    r"(?<!\w)(?i:name|patient|patient\s+name|claimant|applicant|employee|worker|interpreter|attorney|provider|physician|adjuster|examiner|from|to|re|cc|attn|"
    r"attention|dear|signed|signature|contact|prepared\s+by|dictated\s+by|signed\s+by|transcribed\s+by|treating\s+physician\s+of\s+record)\s*[:,]\s*(?:(?i:drs?|mr|mrs|ms)\.?\s+)?"
)
#: A label of a form; after its colon comes somebody's name.
FORM = re.compile(
    r"(?<!\w)(?i:name|patient|patient\s+name|claimant|applicant|employee|worker|interpreter|attorney|adjuster|examiner|cc|attn|dear|"
    r"prepared\s+by|dictated\s+by|signed\s+by|case\s+manager|supervisor)\s*:\s*"
)
#: "her lead, Blessing, "
APPOSED = re.compile(rf"(?<!\w)(?i:{_ROLE}),[ \n]+(?=[A-ZÀ-Þ][\w’'-]+(?:[ \n]+[A-ZÀ-Þ][\w’'-]*\.?){{0,2}},)")
#: "Rose Park, claims adjuster,"
FOLLOWED = re.compile(
    r"(?<!\w)(?P<name>[A-ZÀ-Þ][\w’'-]+(?:[ \n]+[A-ZÀ-Þ][\w’'-]*\.?){0,3}),[ \n]+(?i:(?:the|a|an|his|her|our|their)[ \n]+)?(?:[a-z-]+[ \n]+){0,2}"
    rf"(?i:{_ROLE}|{_RELATION})\b"
)
BY = re.compile(
    r"(?<!\w)(?i:(?:signed|dictated|seen|prepared|authored|performed|examined|evaluated|treated|interpreted|read|written|requested|ordered|prescribed|referred|"
    r"reviewed|mailed|denied|approved|called|issued|given|made|sent|reported|cosigned|supervised|assisted|taken|drafted|recommended|submitted|wrote|authorized)"
    r"\s+(?:out\s+)?by|per|according\s+to|named|spoke\s+(?:with|to)|deposition\s+of|testimony\s+of|letter\s+from|letter\s+to|report\s+of|report\s+from|office\s+of|"
    r"correspondence\s+(?:with|from|to)|copied\s+to|c/o|care\s+of|attention)\s+"
)
_DEGREE = (
    r"(?:M\.?\s?D|D\.?O|D\.?C|D\.?P\.?M|Ph\.?\s?D|Psy\.?D|L\.?Ac|D\.?P\.?T|P\.?T|O\.?T|P\.?A-?C|P\.?A|N\.?P|F\.?N\.?P|R\.?N|L\.?V\.?N|O\.?D|D\.?D\.?S|D\.?M\.?D|"
    r"L\.?C\.?S\.?W|L\.?M\.?F\.?T|M\.?F\.?T|J\.?D|Esq(?:uire)?|M\.?P\.?H|FACS|CCM|QME|OTR|PharmD)"
)
BEFORE_DEGREE = re.compile(
    rf"(?<![\w])((?:[A-ZÀ-Þ][\w’'-]*\.?[ \n]+|(?:de|la|van|der|von|del|di|al)[ \n]+){{0,4}}[A-ZÀ-Þ][\w’'-]+)(?P<comma>,?)[ \n]+{_DEGREE}(?![\w-])"
)
#: Degrees that are therapies, roles or words too: only a name before them counts.
DOUBTFUL = re.compile(r"(?:PT|OT|PA|NP|RN|DO|OD|DC|QME)$")
_VERBS = (
    r"(?:was|is|has|had|reported|reports|stated|states|said|says|complained|complains|denied|denies|presented|presents|felt|feels|lives|lived|works|worked|"
    r"underwent|continues|continued|takes|took|returned|went|came|told|asked|called|cried|appeared|appears|sleeps|walks|uses|used|describes|described|"
    r"tolerated|failed|noted|notes|agreed|disagreed|wants|wanted|wrote|found|saw|explained|explains|wrote|writes|opined|opines|concluded|recommended|recommends|declined|believes|believed|requested|objected|attended|recorded|gave|did|does|can|cannot|could|will|would|remains|remained)"
)
SPEAKS = re.compile(rf"[ \n]+{_VERBS}\b")
#: "As Brown explained"
SAID = re.compile(rf"(?<!\w)[Aa]s[ \n]+(?=[A-ZÀ-Þ][\w’'-]+[ \n]+{_VERBS}\b)")
#: What makes a name before it that of a sign, test or disease.
BESIDE = re.compile(
    r"(?:[’']s?|s[’'])?(?:[ \n/-]+(?:and|or|type|compression|impingement|grind|shift|grade|stage|class|flexion|extension|functional|cystic|[A-Z][a-z]+(?:[’']s?)?))?[ \n/-]+"
    r"(?:tests?|signs?|maneuvers?|manoeuvres?|scores?|scales?|index|classification|grades?|inventory|questionnaire|fractures?|syndrome|disease|cysts?|"
    r"neuroma|nodes?|lesions?|procedure|technique|method|protocol|exercises?|brace|catheter|wires?|splint|bandage|dressing|collar|contracture|palsy|"
    r"hernia|tendon|reflex|law|angle|line|view|position|criteria|formula|deformity|repair|reconstruction|osteotomy|arthroplasty|fusion|block|"
    r"machine|device|unit|pump|system|frame|walker|boot|shoes?|bed|mattress|dynamometer|testing|thyroiditis|phenomenon|stretch|tear|knot|study|trial|report\s+on)\b"
)
#: "positive Speed's, O'Brien's"
POSITIVE = re.compile(r"\b(?:positive|negative|equivocal|tests?|signs?)\b[^.;:]*$", re.I)
DOSED = re.compile(
    r"(?:[ \n-]*[®™]|[ \n]+\d[\d.,/-]*\s?(?:mg|mcg|ml|gm?|%|units?)|[ \n]*#\s?\d|[ \n]+(?:tab(?:let)?s?|capsules?|caps?|patch(?:es)?|cream|ointment|gel|lotion|solution|suspension|inhaler|spray|er|xr|sr|cr|ir|hcl)\b)",
    re.I,
)
AUTHORS = re.compile(
    r"[^\W\d_][\w’'-]+(?:[ \n]+[A-Z]{1,2}\b\.?)?(?:(?:,|,?[ \n]+(?:and|&))[ \n]+[^\W\d_][\w’'-]+(?:[ \n]+[A-Z]{1,2}\b\.?)?)*,?[ \n]+et\.?[ \n]al\b\.?"
    r"|[A-ZÀ-Þ][\w’'-]+(?:(?:,?[ \n]+(?:and|&)|,)[ \n]+[A-ZÀ-Þ][\w’'-]+){0,3},?[ \n]+\(?(?:19|20)\d\d[a-z]?(?=[);,:\]])"
    r"|[A-ZÀ-Þ][\w’'-]+[ \n]+[A-Z]{1,2}\b(?=[,;:])"
)
