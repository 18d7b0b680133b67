//! Which words name a drug.
//!
//! The names were written down for this program from common practice, generic names beside trade names; the endings
//! are the stems of the WHO's list of international nonproprietary names. The list decides what is checked, never
//! what is prescribed.

use std::{collections::HashSet, sync::LazyLock};

/// Generic names that no stem below covers, in lower case.
const GENERIC: &str = "acetaminophen paracetamol aspirin ibuprofen naproxen diclofenac ketorolac meloxicam celecoxib \
 indomethacin tramadol codeine morphine oxycodone hydrocodone fentanyl hydromorphone buprenorphine methadone naloxone \
 gabapentin pregabalin amitriptyline nortriptyline duloxetine venlafaxine desvenlafaxine bupropion mirtazapine \
 trazodone citalopram escitalopram sertraline fluoxetine paroxetine lithium lamotrigine valproate carbamazepine \
 oxcarbazepine topiramate levetiracetam phenytoin phenobarbital quetiapine olanzapine risperidone aripiprazole \
 haloperidol ziprasidone clozapine buspirone hydroxyzine melatonin methylphenidate amphetamine atomoxetine \
 metformin glipizide glyburide glimepiride gliclazide insulin glargine lispro aspart detemir pioglitazone \
 levothyroxine liothyronine methimazole propylthiouracil carbimazole hydrochlorothiazide chlorthalidone furosemide \
 torsemide bumetanide spironolactone eplerenone indapamide clonidine hydralazine isosorbide nitroglycerin digoxin \
 amiodarone diltiazem verapamil warfarin heparin enoxaparin clopidogrel ticagrelor prasugrel dabigatran ezetimibe \
 fenofibrate gemfibrozil niacin sacubitril ivabradine ranolazine flecainide sotalol doxazosin tamsulosin terazosin \
 finasteride dutasteride oxybutynin tolterodine mirabegron albuterol salbutamol levalbuterol salmeterol formoterol \
 ipratropium tiotropium umeclidinium budesonide fluticasone mometasone beclomethasone montelukast theophylline \
 prednisone prednisolone methylprednisolone dexamethasone hydrocortisone triamcinolone cortisone betamethasone \
 clobetasol loratadine cetirizine fexofenadine levocetirizine diphenhydramine chlorpheniramine pseudoephedrine \
 guaifenesin dextromethorphan benzonatate famotidine ranitidine sucralfate ondansetron metoclopramide promethazine \
 loperamide bisacodyl senna docusate lactulose psyllium simethicone mesalamine azathioprine methotrexate \
 hydroxychloroquine sulfasalazine leflunomide colchicine allopurinol febuxostat alendronate risedronate denosumab \
 calcium amoxicillin clavulanate doxycycline minocycline tetracycline cephalexin cefdinir cefuroxime ceftriaxone \
 cefadroxil cefazolin clindamycin vancomycin metronidazole nitrofurantoin trimethoprim sulfamethoxazole linezolid \
 gentamicin rifampin isoniazid terbinafine nystatin acyclovir valacyclovir oseltamivir remdesivir tenofovir \
 ivermectin permethrin tretinoin isotretinoin mupirocin lidocaine bupivacaine ropivacaine epinephrine cyclobenzaprine \
 methocarbamol tizanidine baclofen carisoprodol diazepam lorazepam alprazolam clonazepam temazepam zolpidem \
 eszopiclone estradiol progesterone medroxyprogesterone levonorgestrel testosterone tamoxifen anastrozole letrozole \
 donepezil memantine levodopa carbidopa ropinirole pramipexole benztropine sumatriptan propranolol sildenafil \
 tadalafil iron ferrous folate cyanocobalamin magnesium potassium glucosamine chondroitin carprofen firocoxib \
 robenacoxib grapiprant maropitant apoquel oclacitinib metacam enrofloxacin marbofloxacin pimobendan benazepril \
 fluralaner afoxolaner sarolaner selamectin milbemycin fenbendazole praziquantel pyrantel fipronil imidacloprid \
 xylazine medetomidine dexmedetomidine ketamine propofol isoflurane butorphanol cefovecin trilostane methadose";

/// Trade names, in lower case.
const TRADE: &str = "tylenol advil motrin aleve excedrin bayer ultram percocet vicodin norco oxycontin tramacet celebrex \
 mobic voltaren toradol neurontin lyrica cymbalta effexor wellbutrin remeron lexapro celexa zoloft prozac paxil lamictal \
 depakote tegretol topamax keppra dilantin seroquel zyprexa risperdal abilify haldol buspar atarax vistaril ritalin \
 adderall concerta vyvanse strattera glucophage glucotrol amaryl lantus humalog novolog levemir tresiba toujeo januvia \
 jardiance farxiga invokana ozempic wegovy trulicity victoza mounjaro synthroid levoxyl lasix bumex demadex aldactone \
 microzide norvasc lopressor toprol coreg tenormin zestril prinivil vasotec altace cozaar diovan benicar micardis \
 entresto catapres nitrostat lanoxin cardizem coumadin eliquis xarelto pradaxa lovenox plavix brilinta lipitor crestor \
 zocor pravachol zetia tricor flomax proscar avodart ditropan detrol ventolin proair proventil xopenex serevent advair \
 symbicort spiriva flovent pulmicort breo trelegy anoro singulair medrol flonase nasonex claritin zyrtec allegra xyzal \
 benadryl sudafed mucinex robitussin prilosec nexium protonix prevacid pepcid zantac carafate zofran reglan phenergan \
 imodium miralax dulcolax colace metamucil pentasa asacol humira enbrel remicade stelara xeljanz plaquenil imuran \
 rheumatrex otrexup colcrys zyloprim uloric fosamax actonel prolia boniva augmentin zithromax bactrim septra keflex \
 omnicef rocephin cipro levaquin flagyl macrobid cleocin vibramycin valtrex zovirax tamiflu lamisil diflucan flexeril \
 robaxin zanaflex soma valium ativan xanax klonopin restoril ambien lunesta premarin depo-provera mirena nolvadex \
 arimidex femara aricept namenda sinemet requip mirapex imitrex maxalt fioricet viagra cialis botox epipen lidoderm \
 rimadyl cerenia bravecto nexgard simparica heartgard frontline revolution convenia baytril gabapentin calpol nurofen \
 diazemuls dioralyte diarolyte gaviscon bisoprolol claforan truvada paxlovid suboxone narcan chantix nicorette aimovig \
 entyvio skyrizi dupixent xolair accutane aspercreme biofreeze pepto-bismol tums alka-seltzer dayquil nyquil";

/// Endings of generic names, with the shortest word that may carry them.
const ENDINGS: [(&str, usize); 34] = [
    ("pril", 7),
    ("sartan", 8),
    ("statin", 8),
    ("olol", 7),
    ("prazole", 9),
    ("conazole", 10),
    ("cillin", 9),
    ("mycin", 8),
    ("floxacin", 10),
    ("cycline", 9),
    ("dipine", 8),
    ("gliptin", 9),
    ("gliflozin", 11),
    ("glutide", 9),
    ("tidine", 8),
    ("setron", 8),
    ("triptan", 8),
    ("lukast", 8),
    ("azepam", 8),
    ("zolam", 8),
    ("dronate", 9),
    ("parin", 7),
    ("xaban", 7),
    ("gatran", 8),
    ("tinib", 7),
    ("zumab", 7),
    ("ximab", 7),
    ("umab", 7),
    ("vir", 8),
    ("thiazide", 10),
    ("semide", 8),
    ("caine", 8),
    ("profen", 8),
    ("oxetine", 9),
];

/// Words that end like a drug and are none.
const OTHERS: [&str; 6] = [
    "routine",
    "nicotine",
    "cocaine",
    "novocaine",
    "caffeine",
    "reservoir",
];

static GENERIC_NAMES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| GENERIC.split_ascii_whitespace().collect());
static TRADE_NAMES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| TRADE.split_ascii_whitespace().collect());

/// True when the lower-case word is a trade name, which is written with a capital.
pub fn is_trade_name(word: &str) -> bool {
    TRADE_NAMES.contains(word) && !GENERIC_NAMES.contains(word)
}

/// True when the lower-case word names a drug.
pub fn is_drug(word: &str) -> bool {
    if word.len() < 4 || OTHERS.contains(&word) {
        return false;
    }
    let stem = ENDINGS
        .iter()
        .any(|(ending, least)| word.len() >= *least && word.ends_with(ending));
    stem || GENERIC_NAMES.contains(word) || TRADE_NAMES.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_drugs_by_name_and_by_stem() {
        for drug in [
            "lisinopril",
            "lasix",
            "atorvastatin",
            "amoxicillin",
            "metformin",
            "rimadyl",
            "dulaglutide",
        ] {
            assert!(is_drug(drug), "{drug}");
        }
        for word in [
            "april",
            "statin",
            "routine",
            "patient",
            "insulating",
            "mab",
            "pain",
            "cocaine",
            "elixir",
        ] {
            assert!(!is_drug(word), "{word}");
        }
        assert!(is_trade_name("lasix") && !is_trade_name("lisinopril"));
    }
}
