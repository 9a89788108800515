"""Slack's emoji shortcodes as Unicode emoji.

In: prose. Out: prose with ``:smile:`` as 😄; a shortcode nobody knows stays as it is.
Never: touches ``std::vector``, ``10:30:45`` or a word between two others.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Where a shortcode isn't the emoji's Unicode name; those that are need no line here.
_TABLE: Final = """
+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|100 💯|1234 🔢|ok_hand 👌|v ✌️|metal 🤘|clap 👏
pray 🙏|muscle 💪|wave 👋|raised_hands 🙌|hand ✋|facepunch 👊|punch 👊|fist ✊
point_up ☝️|point_up_2 👆|point_down 👇|point_left 👈|point_right 👉
crossed_fingers 🤞|raising_hand 🙋|bow 🙇|facepalm 🤦|tipping_hand 💁|ok_woman 🙆
no_good 🙅|smile 😄|smiley 😃|grinning 😀|grin 😁|laughing 😆|satisfied 😆
sweat_smile 😅|joy 😂|rofl 🤣|blush 😊|innocent 😇|wink 😉|relieved 😌|heart_eyes 😍
star-struck 🤩|star_struck 🤩|kissing_heart 😘|kissing 😗|yum 😋|stuck_out_tongue 😛
stuck_out_tongue_winking_eye 😜|stuck_out_tongue_closed_eyes 😝|zany_face 🤪
sunglasses 😎|nerd 🤓|smirk 😏|unamused 😒|disappointed 😞|pensive 😔|worried 😟
confused 😕|confounded 😖|weary 😩|cry 😢|sob 😭|triumph 😤|angry 😠|rage 😡
exploding_head 🤯|flushed 😳|scream 😱|fearful 😨|cold_sweat 😰|sweat 😓|hugs 🤗
thinking 🤔|shushing_face 🤫|expressionless 😑|no_mouth 😶|hushed 😯|open_mouth 😮
astonished 😲|sleeping 😴|sleepy 😪|zipper_mouth_face 🤐|mask 😷|relaxed ☺️
simple_smile 🙂|slight_smile 🙂|upside_down_face 🙃|melting_face 🫠|saluting_face 🫡
face_holding_back_tears 🥹|partying_face 🥳|pleading_face 🥺
smiling_face_with_3_hearts 🥰|money_mouth_face 🤑|cowboy_hat_face 🤠|see_no_evil 🙈
hear_no_evil 🙉|speak_no_evil 🙊|smile_cat 😸|joy_cat 😹|heart_eyes_cat 😻
smiling_imp 😈|alien 👽|robot 🤖|hankey 💩|poop 💩|heart ❤️|red_heart ❤️
heartbeat 💓|gift_heart 💝|heavy_heart_exclamation_mark_ornament ❣️
heart_on_fire ❤️‍🔥|tada 🎉|birthday 🎂|cake 🍰|gift 🎁|medal 🏅|dart 🎯|gem 💎
moneybag 💰|star ⭐|star2 🌟|dizzy 💫|boom 💥|collision 💥|zap ⚡|sunny ☀️
snowflake ❄️|cloud ☁️|umbrella ☔|ocean 🌊|earth_africa 🌍|earth_americas 🌎
earth_asia 🌏|airplane ✈️|car 🚗|bike 🚲|train 🚋|construction 🚧|checkered_flag 🏁
white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|question ❓
grey_question ❔|exclamation ❗|heavy_exclamation_mark ❗|grey_exclamation ❕
bangbang ‼️|interrobang ⁉️|warning ⚠️|stop_sign 🛑|arrow_right ➡️|arrow_left ⬅️
arrow_up ⬆️|arrow_down ⬇️|arrow_upper_right ↗️|arrow_lower_right ↘️
leftwards_arrow_with_hook ↩️|arrow_right_hook ↪️|arrows_counterclockwise 🔄
recycle ♻️|infinity ♾️|copyright ©️|registered ®️|tm ™️|zero 0️⃣|one 1️⃣
two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|six 6️⃣|seven 7️⃣|eight 8️⃣|nine 9️⃣
bulb 💡|mag 🔍|mag_right 🔎|unlock 🔓|link 🔗|scissors ✂️|pencil 📝|pencil2 ✏️
book 📖|calendar 📆|date 📅|spiral_calendar_pad 🗓️|file_cabinet 🗄️|wastebasket 🗑️
card_index_dividers 🗂️|email 📧|e-mail 📧|envelope ✉️|mailbox 📫|phone ☎️
telephone ☎️|iphone 📱|calling 📲|computer 💻|desktop_computer 🖥️|keyboard ⌨️
three_button_mouse 🖱️|cd 💿|tv 📺|headphones 🎧|studio_microphone 🎙️|notes 🎶|art 🎨
hourglass_flowing_sand ⏳|stopwatch ⏱️|hammer_and_wrench 🛠️|hammer_and_pick ⚒️
gear ⚙️|shield 🛡️|scales ⚖️|balance_scale ⚖️|crossed_swords ⚔️|dna 🧬|eye 👁️
lips 👄|speaking_head_in_silhouette 🗣️|left_speech_bubble 🗨️|mega 📣|loudspeaker 📢
no_bell 🔕|coffee ☕|tea 🍵|beer 🍺|beers 🍻|champagne 🍾|pizza 🍕|fries 🍟|apple 🍎
corn 🌽|dog 🐶|cat 🐱|mouse 🐭|bear 🐻|horse 🐴|unicorn 🦄|cow 🐮|pig 🐷|frog 🐸
wolf 🐺|bee 🐝|whale 🐳|camel 🐫|feet 🐾|mountain ⛰️|beach_with_umbrella 🏖️|house 🏠
office 🏢|world_map 🗺️|soccer ⚽|basketball 🏀|football 🏈|tennis 🎾|8ball 🎱
jigsaw 🧩|joystick 🕹️|chess_pawn ♟️|running 🏃|walking 🚶|student 🧑‍🎓|teacher 🧑‍🏫
scientist 🧑‍🔬|technologist 🧑‍💻|zzz 💤|sos 🆘|cool 🆒|ok 🆗|red_circle 🔴
white_circle ⚪|black_circle ⚫|black_small_square ▪️|white_small_square ▫️
rotating_light 🚨
"""
_PEOPLE: Final = {
    "shrugging": "🤷",
    "facepalming": "🤦",
    "raising-hand": "🙋",
    "bowing": "🙇",
    "tipping-hand": "💁",
    "gesturing-ok": "🙆",
    "gesturing-no": "🙅",
    "running": "🏃",
    "walking": "🚶",
    "cartwheeling": "🤸",
    "juggling": "🤹",
    "biking": "🚴",
    "swimming": "🏊",
}
_SIGNS: Final = {"man": "\u200d♂️", "woman": "\u200d♀️"}
# By Unicode names only symbols that are drawn as emoji are meant, not, say, an integral sign.
_DRAWN: Final = (range(0x2600, 0x27C0), range(0x1F300, 0x1FB00))
_CODES: Final = dict(entry.rsplit(" ", 1) for entry in re.split(r"[|\n]", _TABLE.strip()))
_NAME: Final = r"[a-zA-Z0-9_+'-]{1,60}"
# A run, since codes that touch (":tada::tada:") look like a C++ scope from within.
_RUN: Final = re.compile(rf"(?<![:/\d])(?::{_NAME}:){{1,50}}(?!:)")
_CODE: Final = re.compile(rf":({_NAME}):(?::skin-tone-([2-6]):)?")


def emojis(text: str) -> str:
    """Return ``text`` with the shortcodes that are known as Unicode emoji.

    A code stands free on one side at least (``thanks:smile:`` is one,
    ``a:key:b`` is none); a skin tone after it is taken in.
    """
    return _RUN.sub(_run, text)


def _run(found: re.Match[str]) -> str:
    text, start, end = found.string, found.start(), found.end()
    if start and end < len(text) and _in_word(text[start - 1]) and _in_word(text[end]):
        return found[0]
    return _CODE.sub(_drawn, found[0])


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _drawn(found: re.Match[str]) -> str:
    emoji = _emoji(found[1].lower())
    if not emoji or not found[2]:
        return emoji or found[0]
    # The tones U+1F3FB to U+1F3FF are Slack's 2 to 6, and follow the first code point.
    return emoji[0] + chr(0x1F3F9 + int(found[2])) + emoji[1:].removeprefix("\ufe0f")


@lru_cache(maxsize=4096)
def _emoji(name: str) -> str:
    if name in _CODES:
        return _CODES[name]
    who, _, what = name.partition("-")
    if who in _SIGNS and what in _PEOPLE:
        return _PEOPLE[what] + _SIGNS[who]
    if who == "flag" and len(what) == 2 and what.isascii() and what.isalpha():
        return "".join(chr(0x1F1E6 + ord(letter) - ord("a")) for letter in what)
    try:
        symbol = unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return ""
    return symbol if len(symbol) == 1 and any(ord(symbol) in drawn for drawn in _DRAWN) else ""
