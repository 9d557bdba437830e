"""Lines written for this project, by what they are: words that show knowledge of somebody's movements, and words that do not.

Written before the phrases of `patterns/seeing.py` that read them were finished, in British usage, with slips and shorthand. Made-up lines are kinder
than life. Each is read as sent by somebody who has been told to stop.
"""

from __future__ import annotations

KNOWING: dict[str, tuple[str, ...]] = {
    "seen": (
        "saw you get in at ten past seven", "i saw u in tesco earlier", "I seen you with him at the bus stop", "spotted you by the station this morning",
        "been watching you all week", "I can see you from here", "just watched you go in", "I saw you crying in the car", "seen u comin out the gym",
        "saw ya walking the dog past the church", "We saw you at the pictures last night", "clocked you outside Boots", "I watched you eat your lunch today",
        "i see you every morning at that stop", "I drove past you on the high street", "you walked right past me in town", "i was behind you in the queue",
        "you didnt even notice me in the carpark", "i sat two tables away from you", "Saw you leaving with your mum", "seen your new fella dropping u off",
        "saw your car at his again", "i can see you sitting there", "Watching you through the window is lovely", "ive been following you since work",
    ),
    "outside": (
        "I'm parked outside", "im outside your house", "outside ur door now", "sat outside yours in the car", "I'm across the road from your flat",
        "been outside for an hour", "waiting outside your work", "I'm at the end of your road", "look out your window", "look out the window x",
        "im round the corner from yours", "I'll be standing by your car when you finish", "Im in your street", "parked opposite", "come to the window i know your in",
        "standing on the bridge by your office", "I am outside the school gates waiting for you", "im on your doorstep", "outside your mums now", "im stood by your gate",
    ),
    "where and when": (
        "I know where you were last night", "you were late home tonight", "you got in late", "you left work early today", "home at half past eight again",
        "you were at the gym til nine", "You were at Kelly's on Saturday night", "who was that you were with", "who was that man at your door", "whos the bloke in the blue van",
        "how was the cinema", "did you enjoy your run this morning", "hope you had fun at the wedding on saturday", "you took a different way home today", "you got the early train today",
        "i know what time you finish", "I know which bus you get", "your shift finished at 6, where did you go", "you stayed out all night", "didnt come home last night did you",
        "where were you going last night at 11", "you were out for three hours", "you been to the doctors today", "I know you're at your sister's", "i no ur at ur mums",
        "I know you moved to Elm Road", "so you work at the dentist now", "you dropped the kids at half eight", "nice pub you were in", "how was leeds",
        "you went to the solicitor on tuesday", "I know where you park", "i know you're home", "i know ur in there", "you were gone ages",
    ),
    "wore": (
        "nice coat", "nice coat today", "that red dress suited you", "you looked lovely in that green top", "You looked tired this morning", "new haircut suits you", "like the new hair",
        "love what youve done with your hair", "your hair looked nice down", "you looked cold waiting for that bus", "blue suits you", "still wearing that scarf i bought you then",
        "you wore the black jacket again", "nice legs in that skirt today", "those boots are new", "why were you dressed up last night", "you had your hood up today", "you've lost weight it suits you",
    ),
    "home and car": (
        "your lights are on", "your bedroom light is still on", "you left your kitchen window open", "the curtains were open last night", "your cars not on the drive", "whose car is that on your drive",
        "i see you got new locks", "nice new car", "you left the back gate open", "your bins are still out", "the upstairs light just went off", "you've moved the sofa", "i like the new curtains",
        "you've put a camera up", "your tyre looks flat", "that parcel has been on your step all day", "you forgot to lock the shed", "the dog was barking when you left",
    ),
}  # fmt: skip

OTHER: dict[str, tuple[str, ...]] = {
    "pleading and anger": (
        "please answer me", "I miss you", "see you tomorrow", "you were right about that", "you were on my mind", "I see your point", "I am sorry", "tick tock", "you will regret this",
        "why won't you talk to me", "I can see you don't care", "I can see you're upset", "i know what you did to me", "i know what you're like", "I know who you really are", "i saw your message",
        "saw your post", "saw you'd rung, what is it", "i saw you called", "I haven't seen you in weeks", "I want to see you", "can i see you", "when can i see you", "i never see you anymore",
        "I dreamt I saw you", "i keep thinking i see you everywhere", "you looked after me once", "you were the best thing in my life", "you were at fault not me", "you were in the wrong", "you were with me for six years",
        "what are you wearing", "where are you", "where were you when i needed you", "who was there for you", "who was the one who paid", "my light in the dark", "watch yourself", "you'd better watch it",
        "i'm following your advice", "Been watching the football", "i am still waiting", "im watching telly", "ill be outside the law", "look at me when i talk", "look out for yourself",
    ),
    "shared past": (
        "remember the night we met, you were wearing that blue dress", "I remember when I first saw you", "the first time i saw you i knew", "you looked beautiful at our wedding", "you were wearing my jumper the day we moved in",
        "last time I saw you you slammed the door", "when we lived together your lights were always on", "i still think of how you looked on our holiday", "back when you were at college with me", "you used to love that coat",
        "i miss watching you sleep when we were together", "remember when i saw you at that party years ago",
    ),
    "courier and trade": (
        "Your parcel is outside", "I'm outside with your parcel", "Driver is outside your house with your order", "Your taxi is parked outside", "We saw you ordered a coat: rate it now", "Nice coat! 20% off nice coats today", "Your delivery was left at the back gate",
        "I'm outside, boiler engineer", "Outside your door with your takeaway", "We called at your home but you were out, parcel is with your neighbour", "Saw you viewed this dress", "Your light bill is due", "Your window cleaner is outside, leave the gate open please",
        "Hi it's the plumber, im parked outside", "Your new car insurance is ready",
    ),
    "children and handover": (
        "I'm outside school waiting for the kids", "im outside with Ellie, can you come to the door", "parked outside for handover", "outside with the kids", "at the end of your road with the children, 2 mins", "dropping Jack at yours at 6", "pick up at half past eight please",
        "Will you be home at 6 for the kids", "how was her school trip", "did the kids enjoy the cinema", "he needs his coat for school", "the nice coat is in her bag", "did Ellie get in ok", "her light is broken in the bedroom", "I saw his school report", "saw your email about the school run",
    ),
    "work and friends": (
        "meeting at ten past seven", "the office lights are on a timer", "I will see you at work", "can you see your rota yet", "you left your charger in the meeting room ticket 44", "what time do you finish", "see you at the gym on Friday", "how are you", "hope you enjoy your holiday next week",
        "are you at home", "did you get home ok", "who was that song by", "who was the prime minister then", "nice one", "nice weather", "that is a nice car park", "hair of the dog", "I saw a coat you would like", "I watched that film", "how was it", "have fun at the wedding next week",
        "enjoy your run tomorrow", "are you going to the cinema", "i know you are busy", "I know where you are coming from", "i know what you mean", "you look after yourself", "looks like rain", "you are in my thoughts", "you were in my dream last night",
    ),
}  # fmt: skip

KNOWING_LATER: tuple[str, ...] = (
    "that was a long walk you had with the dog", "bit late to be coming in isnt it", "who you on the phone to in the garden", "you should close your blinds", "he parked his car in my space outside yours",
    "loved watching you dance on saturday", "you and Mark looked cosy in Nandos", "ive been sat outside yours since 5", "Your washing is getting wet", "you've got a new number plate",
    "I see the kitchen light", "you shouldn't walk home alone through the park", "heard you were in Leeds", "that was your third glass of wine", "why did you cross the road when you saw me",
    "you didn't go to work today", "your mum's car is outside", "off to the gym again are we", "turn around", "I'm behind you", "seen u wiv ur new bloke in spoons", "pink coat today is it",
    "you must be tired getting in at 2am", "I was there when you came out of court", "new trainers?", "saw you on the 42 bus", "i know you've gone to your nans", "u were in asda at 4", "Outside. Come down.", "i can hear you in there",
    "nice curtains", "ur light just went off", "you took Tilly to the park this morning", "watched u put the bins out", "did the meeting at the school go well, the one at 3",
    "you only get the bus when he is away", "I was in the cafe when you ordered", "how come you were at the police station", "u left the house at 8.10", "I waved at you this morning",
)  # fmt: skip
OTHER_LATER: tuple[str, ...] = (
    "I need my tools back from the shed", "you broke my heart", "do you even care", "i see how it is", "your mum hates me", "call me when you get home", "let me know you got home safe", "i hope you rot", "I'll see you in court",
    "was it something I said", "you left me for him", "you left me with nothing", "you were everything to me", "you were never there", "saw the news about the flood near you", "I seen the bill", "i know you're lying", "I know you are reading these",
    "you are out of order", "the car needs its MOT", "who is picking Jack up on Friday", "Ellie left her coat at mine", "can you leave his boots out", "I'm on my way with the kids", "what time is parents evening", "Jack said you got a dog", "are you in tonight, Ellie wants to ring",
    "your order has been left in the porch", "Your driver Sam is 2 stops away", "Royal Mail: we have your parcel", "your appointment is at half past eight", "Your car is ready to collect from the garage", "Reminder: bins are collected on Tuesday",
    "the meeting was late home time", "nice to meet you yesterday", "great to see you last night, safe trip home", "thanks for coming", "I was outside all day in the garden here", "watched the match, we lost", "i'm stood here like an idiot", "I've been waiting for an answer for weeks",
    "you looked me in the eye and lied", "you went to the police about me", "you went behind my back", "you changed the locks", "you put me through hell", "i like the new government no one said ever", "love the new song", "Home early for once, tea?", "how was your day",
    "we need to talk about the house", "your stuff is still at mine", "where did it go wrong", "where were you going with this", "i know when i'm beaten", "I know what happened", "who was i kidding", "you were wearing me down", "don't make me come round", "I will find you",
)  # fmt: skip
"""A second set, from which the phrases were made wider once (they found 10 of its 40, wrongly 5 of its 60, before)."""

KNOWING_BLIND: tuple[str, ...] = (
    "busy night last night wasnt it, three cars on your drive", "I was on your train", "you nearly dropped your phone getting off the bus", "you shouldnt leave your key under the pot", "you eat lunch alone every day now",
    "I watched you lock up", "who's been sleeping in the spare room", "he left yours at 6 this morning", "i saw u pretend not to see me", "you were laughing a lot in the pub", "your taxi took its time last night",
    "im in the car park under your office", "you have a nice garden from the back", "saw u at the crossing", "You went straight upstairs when you got in", "that umbrella doesnt suit you", "you were shivering at the tram stop",
    "nice jeans today", "it was you in the white fiesta", "you turned your phone off at 10", "i know you didnt go to your mums", "seen you through the blinds", "you were in the waiting room for an hour", "how's the new flat on Mill Lane",
    "you got your nails done", "ur always on the 7.40", "you and the little one looked happy at the swings", "bet your feet hurt after walking all that way home", "you left your washing out all night", "I'm sat in your favourite seat in the cafe waiting for you",
    "you looked right at me outside the bank", "your neighbour let you in again", "two glasses of wine on a school night", "you walked home with your keys in your hand", "been outside since you got in", "U went 2 the dentist at 3",
    "where did you go after the gym", "I watched your light go out", "you shut the curtains when you saw my car", "you picked her up late from nursery today",
)  # fmt: skip
OTHER_BLIND: tuple[str, ...] = (
    "you always put yourself first", "why are you doing this to me", "you took my whole life", "you took the kids off me", "you got what you wanted", "you left the bank card here", "I'm not sat around waiting for you", "you were at every birthday of mine", "you will see me soon",
    "did you see the weather", "i was in hospital and you didn't ring", "I can hear how angry you are", "I was there for you when your dad died", "you're dead to me", "look what you made me do", "I'll be at the court on Monday", "i know you've been through a lot", "I know you have seen this",
    "turn around and come back to me", "new number, it's Dave", "new phone who dis", "lovely to see you on Saturday, the kids had a ball", "saw you had a birthday, happy birthday!", "are you at work today", "can you drop his boots at mine", "he left his coat at yours", "he said you were in bed with flu, feel better",
    "Ellie got in to the school!", "the bus is late so we will be 10 mins", "pick up is from mine at 5", "Jack was sick at nursery, I'm with him", "your bins will be collected a day later this week", "your car tax is due", "Your table at Nandos is booked for 7", "your order was left at the front door at 14.10",
    "Police: you were in a collision, claim now", "You left items in your basket", "the bar was packed last night", "you got the job!!", "you were brilliant in the meeting", "you went above and beyond at work", "you left your umbrella in my office", "can you open the back gate for the bins",
    "nice car for sale", "how was I to know", "how was that my fault", "i see the point of it now", "you have no idea", "i stood by you", "you stood me up", "I was outside the house for years of my life fixing it", "you never came home to me really", "you changed after the wedding", "i followed you because i loved you",
)  # fmt: skip
"""A third set. The phrases that did well on the first two found 13 of its 40, and wrongly 8 of its 54; that is why signs are weighed."""

KNOWING_UNSEEN: tuple[str, ...] = (
    "you looked knackered getting out the lift", "three nights running youve had pizza", "your mate Jo parks like an idiot", "someone left their bike in your hall", "was that a moving van yesterday",
    "you hung your sheets out at 9", "you and him shared a dessert", "I was two cars behind you on the ring road", "you always look so pretty at the bus stop", "quiet one last night then, lights out by 10",
    "you nearly tripped on the kerb outside work", "your dad came round at six", "green suits you", "you should get that back gate fixed", "you bought flowers today who are they for",
    "seen u buyin wine in the co op", "you had headphones in so you didnt hear me", "the hall light was on all night", "u went in the chemist at dinner time", "im sat outside the nursery",
    "why were you at the hospital", "you left your yoga mat in the car", "you got dropped off by a silver audi", "saw your name on the bell", "you waited 20 minutes for that bus", "hope the interview at the council went well",
    "you read on the train now do you", "he was at yours til late", "your cat was out the front when i came past", "you've had the decorators in",
)  # fmt: skip
OTHER_UNSEEN: dict[str, tuple[str, ...]] = {
    "pleading and anger": (
        "I gave you everything and you threw it away", "why did you block me", "you can't just cut me off", "I sit here every night thinking about us", "you told your sister lies about me", "I won't stop until you answer",
        "you had your chance", "you got me arrested", "who do you think you are", "just pick up the phone", "I drove all night thinking about you", "you were my whole world", "this is your last chance", "you took my kids from me",
        "i left flowers on the table that day remember", "you never listened", "answer the door of your heart", "how could you", "you walked out on me", "I know you still love me",
    ),
    "children and handover": (
        "she had her tea at 5 and a bath", "he left his PE kit in my car", "can you send her coat on Friday", "I'm running late, be there at 6.15", "parents evening is Thursday at 4", "she cried at bedtime last night", "Tom has a dentist appointment tomorrow",
        "the nursery rang, he has a temperature", "I've put the money in your account", "shall I take them to the park on Sunday",
    ),
    "courier and trade": (
        "Your driver is outside", "We left your parcel with a neighbour at number 9", "Your click and collect order is ready at Boots", "Your car passed its MOT", "Hi, it's Mike about the sofa you're selling, is it still available", "Your hair appointment is today at 3pm",
        "Your table is ready", "You left something at the salon, call us", "Is this the number for the flat on Mill Lane", "Your train ticket for today",
    ),
}  # fmt: skip
"""A fourth set, written after everything else and read once."""
