//! Orders as they are spoken.

/// What is said, and what one sentence of the plan must hold.
pub const ORDERS: [(&str, &str); 80] = [
    (
        "you can take paracetamol 500 mg up to four times a day",
        "can take paracetamol 500 mg up to 4 times a day",
    ),
    (
        "you will continue the metformin 500 milligrams",
        "will continue the metformin 500 mg",
    ),
    (
        "I want you to take ibuprofen 400 milligrams twice a day",
        "I advised her to take ibuprofen 400 mg twice a day",
    ),
    (
        "I'd like to start you on naproxen 500 mg twice a day",
        "e will start her on naproxen 500 mg twice a day",
    ),
    (
        "let's go ahead and start lisinopril 10 mg once daily",
        "e will start lisinopril 10 mg once daily",
    ),
    (
        "we'll put you on amoxicillin 500 mg three times a day for ten days",
        "put her on amoxicillin 500 mg 3 times a day for 10 days",
    ),
    (
        "keep taking the atorvastatin 40 mg at night",
        "eep taking the atorvastatin 40 mg at night",
    ),
    (
        "continue the aspirin 81 milligrams daily",
        "ontinue the aspirin 81 mg daily",
    ),
    ("stop taking the naproxen", "top taking the naproxen"),
    ("I would stop the ibuprofen", "stop the ibuprofen"),
    (
        "we'll increase the lisinopril to 20 mg",
        "ncrease the lisinopril to 20 mg",
    ),
    (
        "let's decrease the furosemide from 40 to 20 mg a day",
        "e will decrease the furosemide from 40 to 20 mg a day",
    ),
    (
        "I'm going to prescribe cephalexin 500 mg four times a day for seven days",
        "e will prescribe cephalexin 500 mg 4 times a day for 7 days",
    ),
    (
        "let's hold off on the metformin for now",
        "e will hold off on the metformin for now",
    ),
    (
        "let's not start the statin yet",
        "e will not start the statin yet",
    ),
    (
        "don't take more than four grams of acetaminophen a day",
        "o not take more than 4 grams of acetaminophen a day",
    ),
    (
        "you should not take ibuprofen with the warfarin",
        "should not take ibuprofen with the warfarin",
    ),
    (
        "you must never take the tramadol with alcohol",
        "must never take the tramadol with alcohol",
    ),
    ("no more ibuprofen please", "o more ibuprofen"),
    (
        "take tramadol 50 mg every six hours as needed for the pain",
        "ake tramadol 50 mg every 6 hours as needed for the pain",
    ),
    (
        "if the pain gets worse , take tramadol 50 mg every six hours",
        "f the pain gets worse, take tramadol 50 mg every 6 hours",
    ),
    (
        "you may use two puffs of albuterol every four hours as needed",
        "may use 2 puffs of albuterol every 4 hours as needed",
    ),
    (
        "I recommend you use two puffs of albuterol every four hours",
        "I advised her to use 2 puffs of albuterol every 4 hours",
    ),
    (
        "I'd suggest paracetamol for the pain",
        "suggest paracetamol for the pain",
    ),
    (
        "I'm starting you on sertraline 50 mg every morning",
        "tarting her on sertraline 50 mg every morning",
    ),
    (
        "we are going to switch you from naproxen to celecoxib 200 mg a day",
        "switch her from naproxen to celecoxib 200 mg a day",
    ),
    (
        "we need to lower the insulin to 12 units at night",
        "lower the insulin to 12 units at night",
    ),
    (
        "let's add amlodipine five milligrams a day",
        "e will add amlodipine 5 mg a day",
    ),
    (
        "I'm gonna give you a prescription for albuterol",
        "give her a prescription for albuterol",
    ),
    (
        "I'll send amoxicillin 500 mg to your pharmacy",
        "end amoxicillin 500 mg to her pharmacy",
    ),
    (
        "we'll try prednisone 40 mg once a day for five days",
        "try prednisone 40 mg once a day for 5 days",
    ),
    (
        "I want you to stay on the carvedilol 25 mg twice a day",
        "I advised her to stay on the carvedilol 25 mg twice a day",
    ),
    (
        "I'd like you to cut back the prednisone to 10 mg",
        "cut back the prednisone to 10 mg",
    ),
    (
        "we should restart the omeprazole 20 mg before breakfast",
        "restart the omeprazole 20 mg before breakfast",
    ),
    (
        "we will have you take gabapentin 300 mg at bedtime",
        "take gabapentin 300 mg at bedtime",
    ),
    (
        "what I want you to do is take meloxicam 15 mg once a day",
        "I advised her to take meloxicam 15 mg once a day",
    ),
    (
        "we can give you fifty milligrams of ultram every six hours",
        "give her 50 mg of Ultram every 6 hours",
    ),
    (
        "take one tablet of Tylenol 500 mg instead",
        "ake 1 tablet of Tylenol 500 mg instead",
    ),
    (
        "I will refill the levothyroxine 75 micrograms",
        "refill the levothyroxine 75 mcg",
    ),
    (
        "you're going to take doxycycline 100 mg twice a day",
        "take doxycycline 100 mg twice a day",
    ),
    (
        "you need to finish the antibiotics",
        "finish the antibiotics",
    ),
    ("start metformin", "tart metformin"),
    (
        "apply the hydrocortisone cream twice a day",
        "pply the hydrocortisone cream twice a day",
    ),
    (
        "we'll get an MRI of the left knee",
        "get an MRI of the left knee",
    ),
    (
        "I'm going to order an x-ray of the right hip",
        "e will order an x-ray of the right hip",
    ),
    (
        "I'm ordering a CBC and a lipid panel",
        "rdering a CBC and a lipid panel",
    ),
    ("let's check your A1c", "e will check her A1c"),
    ("we need a chest x-ray", "e need a chest x-ray"),
    (
        "I'd like to get an ultrasound of the abdomen",
        "e will get an ultrasound of the abdomen",
    ),
    (
        "we'll repeat the blood work in six weeks",
        "repeat the blood work in 6 weeks",
    ),
    ("let's do an EKG today", "e will do an EKG today"),
    (
        "we are going to schedule a colonoscopy",
        "schedule a colonoscopy",
    ),
    ("I'll refer you to orthopedics", "refer her to orthopedics"),
    (
        "I'm going to send you to physical therapy",
        "end her to physical therapy",
    ),
    (
        "I'd like you to see a cardiologist",
        "I advised her to see a cardiologist",
    ),
    (
        "we'll put in a referral to dermatology",
        "put in a referral to dermatology",
    ),
    ("follow up in two weeks", "ollow up in 2 weeks"),
    ("come back in three months", "ome back in 3 months"),
    (
        "I want to see you back in six weeks",
        "e will see her back in 6 weeks",
    ),
    (
        "we'll see you again in ten days",
        "see her again in 10 days",
    ),
    (
        "follow up with your cardiologist next week",
        "ollow up with her cardiologist next week",
    ),
    (
        "call me in two days to tell me how you are",
        "all me in 2 days",
    ),
    (
        "I'm putting you on metoprolol 25 mg twice daily",
        "putting her on metoprolol 25 mg twice daily",
    ),
    (
        "the plan is to start metformin 500 mg twice a day",
        "start metformin 500 mg twice a day",
    ),
    (
        "let me start you on escitalopram 10 mg",
        "e will start her on escitalopram 10 mg",
    ),
    (
        "let me order an MRI of your back",
        "e will order an MRI of her back",
    ),
    (
        "I think we should try physical therapy first",
        "e should try physical therapy first",
    ),
    (
        "please don't take any ibuprofen",
        "do not take any ibuprofen",
    ),
    (
        "you don't need to take the omeprazole anymore",
        "does not need to take the omeprazole anymore",
    ),
    (
        "I don't want you to take any more naproxen",
        "I do not want her to take any more naproxen",
    ),
    (
        "I wouldn't take ibuprofen with your kidneys",
        "I would not take ibuprofen with her kidneys",
    ),
    (
        "it's going to be cephalexin 500 mg four times a day",
        "cephalexin 500 mg 4 times a day",
    ),
    (
        "I've sent amoxicillin 500 mg to your pharmacy",
        "I have sent amoxicillin 500 mg to her pharmacy",
    ),
    (
        "we will go up on the lantus to 20 units at night",
        "go up on the Lantus to 20 units at night",
    ),
    (
        "you should get a flu shot today",
        "should get a flu shot today",
    ),
    (
        "let's schedule a follow-up in one month",
        "e will schedule a follow-up in 1 month",
    ),
    (
        "make an appointment with me in two weeks",
        "ake an appointment with me in 2 weeks",
    ),
    (
        "we're going to hold the lisinopril until your kidneys recover",
        "e will hold the lisinopril until her kidneys recover",
    ),
    (
        "don't stop the prednisone suddenly",
        "o not stop the prednisone suddenly",
    ),
    (
        "we won't change the insulin",
        "e will not change the insulin",
    ),
];

/// What may stand before an order.
pub const LEADS: [&str; 8] = [
    "",
    "okay so ",
    "um ",
    "and then ",
    "so for your knee ",
    "alright , so , um , ",
    "from a pain standpoint , ",
    "so I think it is a sprain . ",
];
