"""Words that say nothing about a text's subject: grammar and the words of asking.

In: nothing. Out: one set of folded words (no accents, no apostrophes).
Never: holds a word that names a thing of the trade (go, r, c, not even "use").
"""

from __future__ import annotations

from typing import Final

_ARTICLES = "a an the this that these those such same other another"
_PRONOUNS = (
    "i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his "
    "himself she her hers herself it its itself they them their theirs themselves one ones "
    "someone somebody something anyone anybody anything everyone everybody everything"
)
_PREPOSITIONS = (
    "about above after against among around as at before between by during for from in into of "
    "off on onto out over per since than through to toward towards under until up upon via with "
    "within without"
)
_JUNCTIONS = "and or nor but so yet if then else because though although while whether"
_VERBS = (
    "am is are was were be been being do does did doing done have has had having can could may "
    "might must shall should will would ought"
)
_QUESTIONS = "how what when where which who whom whose why"
_ADVERBS = (
    "also any both each either else ever every few here just many more most much neither no not "
    "now often only own quite rather really some still there too very well"
)
_POLITE = "hi hello hey thanks thank please"
# Contractions as folding leaves them; possessive and "is" endings ('s) are cut by the analyzer.
_CONTRACTIONS = (
    "arent cant couldnt didnt doesnt dont hadnt hasnt havent isnt mightnt mustnt shouldnt wasnt "
    "werent wont wouldnt im ive id youre youve youd youll hes shes theyre theyve theyd theyll "
    "weve itd itll thatd thatll thats whats wheres whos hows theres heres lets"
)

STOP_WORDS: Final = frozenset(
    word
    for group in (
        _ARTICLES,
        _PRONOUNS,
        _PREPOSITIONS,
        _JUNCTIONS,
        _VERBS,
        _QUESTIONS,
        _ADVERBS,
        _POLITE,
        _CONTRACTIONS,
    )
    for word in group.split()
)
