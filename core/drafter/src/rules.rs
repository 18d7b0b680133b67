//! What never belongs in a note, and small turns of phrase that a note has its own form for.

use std::sync::LazyLock;

use regex::Regex;

/// Talk about the visit itself, courtesies, and orders to a recording machine.
const NEVER: &str = r"(?x)
 \b(dragon|dax|alexa|siri)\b
 |\b(nice|good|great|glad)\ to\ (see|meet|hear)\b |^(hi|hello|hey)\b |\b(what|how)\ about\b |\bhow\ (severe|long|often|many|is|was|were|do|does|did|has)\b |^(which|any|what|when|where|who|why)\b |^i\ am\ (dr|doctor)\b |\bthis\ way\b |\ball\ the\ best\b |\bgood\ luck\b |\bconfidential\b |\bsecure\ location\b |\byour\ (full\ )?(name|address|postcode)\b |\bcan\ (you\ )?hear\ me\b |^(kick|push|squeeze|bend|turn|lie|sit|raise|relax|breathe|look|swallow|point|stand|close|walk)\b |^patient\ , |\bend\ of\ (note|recording|dictation)\b |\binstructions\ for\b |\bsee\ what\ happens\b
 |\bhow\ (are|have)\ you(\ been)?( \ doing)?( \ today)?$ |\bthank(s|\ you)\b
 |\byou('re|\ are)\ welcome\b |\bsee\ you\ (soon|then|next|later)\b |\btake\ care\b |\bhave\ a\ (good|great|nice)\b
 |\b(take|have|taking)\ (a\ )?(quick\ |good\ |closer\ )?(look|listen)\b |\blet\ (me|us)\ (just\ |go\ ahead\ |also\ )*(look|see|listen|check|feel|examine|do|talk|review|go|ask|tell|know\ if\ you\ have\ any\ questions|start|pull|take|get)\b
 |\b(any|more|other)\ questions?\b |\bsound(s)?\ (good|okay|fine|great|like\ a\ plan|like\ a\ good\ plan|alright)\b |\bdoes\ that\ (sound|make\ sense)\b
 |\bwhat\ i\ (find|found|think)\b |\bwe\ can\ talk\b |\b(going|want)\ to\ (just\ )?(go\ ahead\ and\ )?(do|start|talk|examine|listen|ask|look|check\ (you|your|some)|move\ on|go\ over|feel|press|bend)\b
 |\b(deep|big)\ breath\b |\bopen\ (your\ )?(mouth|wide)\b |\b(show|tell|remind|pull\ up|bring\ up)\ (me|the)\b |\bfinalize\b |\bcheck(ed)?\ (you\ )?out\b
 |\bphysical\ exam(ination)?\ (on|of|now|real)\b |\bquick\ (physical\ )?exam |\bplease\ (go|have|come|sit|lie|hop)\b |\bgoodbye\b |\bbye\b |\bgood\ (morning|afternoon|evening)\b
 |\bi\ (do\ not|did\ not)\ know\ (how|what|why|where|when)\ to\b |\bno\ problem\b |\bcome\ (on\ )?(in|with\ me)\b |\bnurse\ (told|said|will\ (be|come))\b
 |\b(i\ )?(understand|agree|appreciate\ (it|that|you))$ |^(that\ is|it\ is|this\ is)\ (good|great|fine|right|true|correct|it|okay|awesome|wonderful|perfect|fair|all)\b.{0,12}$
 |\bi\ am\ (so\ |really\ |very\ )?(glad|happy|sorry)\b |\bsorry\ to\ hear\b |\bcongrat |\byou\ (guys|know\ what)\b |\bfair\ enough\b |\bmy\ name\b |\bwhat\ (is\ going\ on|brings|happened)\b
 |\bhop\ (up|on)\b |\btalk\ about\b |\blet\ you\ know\b |\bany\ idea\b |\bi\ will\ be\ (right\ )?back\b |\bdo\ you\b |\bare\ you\b |\bhave\ you\b |\bcan\ you\b |\bdid\ you\b |\bwould\ you\ like\b
 |\bsince\ (i|we)\ (have\ )?(last\ )?(seen|saw)\b |\blittle\ while\ (since\ )?i\b |\b(here|so)\ (it|you)\ (is|go)$ |\bwork(s)?\ for\ me\b |\bgot\ it\b |\byou\ bet\b |\bi\ hear\ (you|that)\b |\bdoing\ (today|good|well|great|okay)$ |\bweather\b |\bjoking|\bkidding\b
 |\bmy\ (assessment|plan|exam|examination|notes?|chart)\ and\b |\bassessment\ and\ (my\ )?plan\b |\btook\ a\ look\b |\bquestion\b |\bfollow\ my\ finger\b |\bpush\ (against|down\ on|my)\b |\bsqueeze\b |\blong\ story\b |\bthink\ of\ anything\b |^(i\ (do\ not\ think\ i\ )?)understand\ completely$ |^(examination|one)\ of\ (the\ )?\w+(\ \w+)?$ |^same\ thing\ on\b
";

static NEVER_RE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(NEVER).ok());

/// True for a sentence, in lower case and with contractions written out, that no note has.
pub fn is_talk(text: &str) -> bool {
    NEVER_RE.as_ref().is_none_or(|never| never.is_match(text))
}

/// A question in the middle of a clinician's sentence, in speech without marks.
static ASKED_RE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(does|do|did|is|are|was|has|have|can|could) (it|that|this|there|they|you|your|the pain|anything|anyone)\b (hurt|bother|feel|help|get|go|make|any|ever|been|always|come|still|more|worse|better|all)|\b(right|okay|correct|no) (do|does|did|are|is|have|has|how|what|any)\b").ok()
});

/// True when a clinician asks inside the sentence.
pub fn asks_inside(text: &str) -> bool {
    ASKED_RE.as_ref().is_none_or(|asked| asked.is_match(text))
}

/// A clinician who tells of the own family, or of what another takes, says nothing about the patient.
static FAMILY_RE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\bmy (?:own )?(?:mother|father|mom|dad|wife|husband|son|daughter|brother|sister|kids?|children|grandmother|grandfather|grandma|grandpa|family)\b|\byour (?:mother|father|mom|dad|wife|husband|son|daughter|brother|sister) (?:\w+ )?(?:takes?|taking|uses?|should)\b").ok()
});

/// True for a sentence about somebody else.
pub fn is_of_another(text: &str) -> bool {
    FAMILY_RE
        .as_ref()
        .is_some_and(|family| family.is_match(text))
}

type Rules = Vec<(Regex, &'static str)>;

fn rules(pairs: &[(&str, &'static str)]) -> Rules {
    pairs
        .iter()
        .filter_map(|(pattern, to)| Some((Regex::new(pattern).ok()?, *to)))
        .collect()
}

/// `and as i was coming down the hill`: a clause that never comes to its point. One that does (`and as needed for
/// pain`, `and while i was running my knee gave way`) says something and stays.
const UNFINISHED: &str = r"^(?P<s>.{20,}) and (?:as|while) (?:i|we|you|he|she|they|it) (?:was|were|am|is|are) \w+ing(?: (?:down|up|out|into|in|on|at|to|from|over|off|through|around|along))?(?: (?:the|a|an) \w+)?$";

/// Applied to what a clinician says, before the persons change.
static CLINICIAN: LazyLock<Rules> = LazyLock::new(|| {
    rules(&[
        // False starts, and names of those who are spoken to.
        (r"^there (?:so|okay|alright|then) (?:on )?", ""),
        (r"^sorry ,? ?(?P<s>there|you|your|it|the)\b", "${s}"),
        (
            r"^(?:all right|alright|okay) ,? ?(?:(?:mr|mrs|ms|miss) (?:\. )?\w+ ,? ?)?",
            "",
        ),
        (
            r"^(?:they are|it is|there is|there are|that is|you are)(?:(?: ,)? yeah| , (?:okay|alright|well))(?: ,)? ",
            "",
        ),
        (
            r"^you (?:currently |also )?(?P<s>there (?:is|are)|your|you)\b",
            "${s}",
        ),
        (r"\bwe will we are going to\b", "we will"),
        (r"^you are (?:very )?welcome ,? ?", ""),
        (
            r"^(?:for that )?what (?:we|i) (?:can|will) do (?:for you )?first (?:is )?(?P<s>i|we) ",
            "${s} ",
        ),
        // What is announced at the end belongs to the next sentence.
        (
            r"^(?P<s>.{20,}?) (?:and )?(?:otherwise )?on (?:your|the) (?:\w+ ){1,2}exam(?:ination)?$",
            "${s}",
        ),
        (UNFINISHED, "${s}"),
        // An order to a recording machine is an order all the same.
        (
            r"^(?:hey ?,? ?)?(?:dragon|dax) ?[,?]? ?(?P<s>order|prescribe)\b",
            "${s}",
        ),
        // Ways to begin that carry nothing.
        (
            r"^(and |so |now |then |but |also |again |um |okay |well |because |of course )+",
            "",
        ),
        (
            r"^(i|we) (do )?(just )?(see|know|understand|noticed|can see|saw|remember|recall)( here| from your chart| also)*( that)? (?P<s>you|your|there|it|the|she|he|we|i)\b",
            "${s}",
        ),
        (
            r"^(it )?(looks|sounds|seems) (like|to me like|as if) (?P<s>you|your|there|it|she|he)\b",
            "${s}",
        ),
        (
            r"^(just )?(from )?(what i (can see|see) (here )?is |in terms of that )",
            "",
        ),
        (
            r"^you (said|mentioned|told me|were saying|were telling me|stated)( earlier| before)?( that)? (?P<s>you|your|it|the)\b",
            "${s}",
        ),
        // What will be done.
        (
            r"^what (?:i|we) (?:want|would like|need) you to do is (?:to )?(?P<v>\w+)",
            "I advised you to ${v}",
        ),
        (
            r"^(?:so )?what (?:i am|we are|i was|i will|we will)(?: going to)? (?:do|recommend) (?:for you )?is (?:that )?(?P<s>i|we) ",
            "${s} ",
        ),
        (
            r"^(?:i am|we are|i was|we were) (?:just |also |actually |still |probably )*going to (?:just |also |actually |go ahead and |have to |try to |want to |go ahead and just )*have you (?P<v>\w+)",
            "I advised you to ${v}",
        ),
        (
            r"^(?:i|we) (?:also |just |really |do |would |still )*(?:want|like|need|would like|recommend|suggest|advise|encourage) (?:for )?you (?:to )?(?:just |also |go ahead and |continue to just )*(?P<v>\w+)",
            "I advised you to ${v}",
        ),
        (
            r"^(?:i am|we are|i was) (?:just |also |actually |still |probably |then )*going to (?:just |also |actually |go ahead and |have to |try to |want to |start by |need to )*",
            "we will ",
        ),
        (
            r"^(?:i|we) (?:also |just |really |do |would |will |can |could )*(?:want|wanted|like|plan|need|would like|have|love) to (?:just |also |actually |go ahead and |try to |start by )*(?P<v>order|get|start|increase|decrease|prescribe|refer|send|give|put|continue|check|repeat|add|make|keep|try|schedule|obtain|stop|switch|draw|set|place|follow|see|change|recommend|reduce|lower|hold|treat|begin|initiate|consider)\b",
            "we will ${v}",
        ),
        (
            r"^let us (?:just |also |go ahead and |actually |try to |start by )*(?P<v>(?:not )?(?:order|get|start|increase|decrease|prescribe|refer|send|give|put|continue|check|repeat|add|make|keep|try|schedule|obtain|stop|switch|draw|set|place|follow|see|change|complete|do|perform|plan|use|take|hold|avoid|reduce|lower|begin|treat|have|bump|go (?:up|down|back)|try|meet|cut|taper|wean))\b",
            "we will ${v}",
        ),
        (
            r"^let me (?:just |also |go ahead and )*(?P<v>start|prescribe|order|refer|send|give|add|increase|decrease|put|switch|refill)\b",
            "we will ${v}",
        ),
        (
            r"^(?:i|we) (?:can|will) (?:just |also |actually |go ahead and |then )+",
            "we will ",
        ),
        (r"\bgo ahead (and )?(just )?", ""),
        // What was found.
        (
            r"^i (?:do |still |also |can |did |really |just )*(?:appreciate|hear|note|notice|identify|see|palpate|feel|detect)(?: that)?(?: there is| you have| you do have)? (?:still )?(?P<x>an? |some |mild|slight|tender|moderate|swelling|decreased|fine|trace|pain|bruising|edema|diffuse|crackles|\d)",
            "${x}",
        ),
        (
            r"^i (?:do not|did not|cannot) (?:really |still |also )*(?:appreciate|hear|note|notice|identify|see|palpate|feel|detect) (?:any|an|a|much)( more| other| kind of| type of| sort of| evidence of| signs of| significant)? ",
            "no$1 ",
        ),
        (r"^there (?:is|are) no ", "no "),
        (
            r", i (?:do |still |also |can |did )*(?:appreciate|hear|note|notice|see|palpate|feel|detect) ",
            ", there is ",
        ),
        (
            r", i (?:do not|did not|cannot) (?:appreciate|hear|note|notice|see|palpate|feel|detect) (?:any|a|an) ",
            ", there is no ",
        ),
        (r"^your (?P<x>\w+)", "${x}"),
        (
            r"^(?:in )?(?:looking|look) (?:here )?at (?:the results of |the results for |your |the )+(?P<x>[\w -]+?) ?, ",
            "on ${x}, ",
        ),
        (
            r"^on (?:your |the )?(?:physical )?exam(?:ination)? ?,? (?:today )?",
            "",
        ),
        (r"^on (?:the |your )(?P<x>\w+ (?:and \w+ )?exam)", "on ${x}"),
        (
            r"^(?:as for|regarding|for|with) your (?:first|second|third|fourth|next|last|other|1st|2nd|3rd|4th) (?:problem|problems|diagnosis|concern)(?: of| is)? ?,? (?:of )?",
            "",
        ),
        (
            r"^(?:first|second|third|secondly|lastly|next|finally|1st|2nd|3rd) ?,? ",
            "",
        ),
        (r" at this (point|time) in time\b", " at this $1"),
        (r" (?:okay|alright|all right)$", ""),
    ])
});

/// Applied to what a patient says, before the persons change.
static PATIENT: LazyLock<Rules> = LazyLock::new(|| {
    rules(&[
        (
            r"^(and |so |now |then |but |also |again |um |okay |well |because |though |yes |yeah |plus |or )+",
            "",
        ),
        (
            r"^(?:i (?:did|do|have|am|was)|it (?:is|does|did|was)|i (?:do not|have not|did not)) ?, (?P<s>i|it|my|we|he|she|they|there)\b",
            "${s}",
        ),
        // `I was, I have been`: the first verb was a false start.
        (
            r"^i (?:was|am|have|had|did|do) ,? ?(?P<s>(?:i|they|we|it) (?:have|has|had|was|were|am|are|do|did|is)) ",
            "${s} ",
        ),
        (
            r"^(?:they are|it is|it was|i am|i was)(?:(?: ,)? yeah| , (?:okay|alright|well))(?: ,)? ",
            "",
        ),
        (UNFINISHED, "${s}"),
        (r"^if maybe if ", "if "),
        (
            r"^(?P<s>.{20,}) and i (?:have|had|am|do|did)(?: not)?(?: been)?$",
            "${s}",
        ),
        (r" and then( all of a sudden)?$", ""),
        (r",? and again$", ""),
        (
            r"^(i guess|i suppose|i would say|i mean|to be honest|you see|like i said) ?,? ",
            "",
        ),
        (
            r",? (i guess|i suppose|i would say|to be honest|honestly)$",
            "",
        ),
        (
            r" (and everything|or something|or anything|and stuff|and all|or so forth)$",
            "",
        ),
        (r",? (doc|doctor|sorry|no|yeah|yes|though)$", ""),
    ])
});

fn apply(rules: &Rules, text: &str) -> String {
    let mut text = text.to_owned();
    for (pattern, to) in rules {
        if pattern.is_match(&text) {
            text = pattern.replace(&text, *to).into_owned();
        }
    }
    text.trim().to_owned()
}

/// What leads to an order: `for your knee`, `from an asthma standpoint`.
static LED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?P<lead>(?:for|as for|as far as|regarding|concerning|in terms of|with regards? to|with|from) [^,]{2,60}?) ?,? (?P<order>(?:(?:i|we) (?:also |just |do )*(?:want|would like|need|recommend|suggest|am going|are going|will|can|have (?:sent|ordered|prescribed))|let (?:us|me)|the plan is|it is going to|you (?:can|could|will|should|may|must|need to|have to|are going to)|what (?:i|we) (?:want|would like|need) you|(?:please |do not |never )?(?:keep|continue|stop|start|take|use|increase|decrease|hold|avoid|apply|follow up|come back|call me|no more|finish|make|schedule|get))\b.*)$",
    )
    .ok()
});

/// Words that hold what follows them, so that no lead ends in one.
const HOLDING: [&str; 13] = [
    "and", "that", "but", "so", "if", "when", "because", "what", "or", "your", "the", "to", "of",
];

/// A clinician's sentence in the form of a note.
pub fn clinician(text: &str) -> String {
    let whole = apply(&CLINICIAN, &apply(&CLINICIAN, text));
    let led = LED.as_ref().and_then(|led| led.captures(&whole));
    // `With food and I want you to`: such words belong to the sentence before, and a subject begins the order itself.
    let leads = |led: &&regex::Captures| {
        let last = led["lead"].rsplit(' ').next().unwrap_or_default();
        let own = led["lead"]
            .split(' ')
            .any(|word| matches!(word, "i" | "we" | "you" | "not"));
        !own && !HOLDING.contains(&last)
    };
    match led.as_ref().filter(leads) {
        Some(led) => format!(
            "{} , {}",
            &led["lead"],
            apply(&CLINICIAN, &apply(&CLINICIAN, &led["order"]))
        ),
        None => whole,
    }
}

/// A patient's sentence in the form of a note.
pub fn patient(text: &str) -> String {
    apply(&PATIENT, text)
}
