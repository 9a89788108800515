"""Short forms of first names.

In: two folded first names. Out: whether one may stand for the other. Never: sees a family name.
"""

from __future__ import annotations

from typing import Final

# One line a name: the long forms and the short ones that people sign with.
_TABLE: Final = """
abigail abby gail
abraham abe
albert al bert
alexander aleksander aleksandr alexandr alex sasha sascha xander alec alejandro
alexandra aleksandra alex sasha sandra
alfred alf fred
alexey aleksey alexei aleksei alyosha alex
amanda mandy
andrew andreas andrei andrey andy drew
anastasia nastya anastasiya
angela angie
anna anne annie anya ann
anthony antonio tony antony anton
arthur art artie
barbara barb babs
benjamin ben benny benji
bernard bernhard bernie
bradley brad
brandon bran
calvin cal
cameron cam
caroline carolyn carol carrie
catherine katherine kathryn katarina kate katie kathy cathy cat kat
charles charlie chuck chas carl
charlotte charlie lottie
christina christine tina chris chrissy
christopher christian chris kris kit topher kristopher
daniel dan danny dani
daniela dani
david dave davey
deborah debra deb debbie
dennis denis denny
dmitry dmitri dmitriy dima
dominic dom nick
donald don donny
dorothy dot dottie
douglas doug
edward eduard ed eddie ted ned eddy
ekaterina katya katerina kate
eleanor ellie nell nora
elizabeth elisabeth liz lizzie beth betty eliza lisa elsa libby
emily emma em
emmanuel manuel manny manu
eric erik rick
eugene gene evgeny yevgeny evgenii zhenya
evelyn eve
florian flo
francis francisco frank franz fran paco
frederick friedrich fred freddie fritz fredrik
gabriel gabe
gabriella gabriele gabby
geoffrey jeffrey geoff jeff
gerald gerard gerry jerry
giovanni gianni
gregory greg gregor
guillermo memo
gustavo gus
harold harry hal
harrison harry
henry henri hank harry
irina ira
isaac ike
isabel isabella isabelle bella izzy
ivan vanya
jacob jakob jake
jacqueline jackie
james jim jimmy jamie
jason jay
jennifer jen jenny
jeremy jeremiah jerry
jessica jess jessie
joanna johanna jo joanne
johann johannes hannes
john jonathan johnny jack jon jonny johnathan
jose pepe
joseph josef giuseppe joe joey jo
joshua josh
judith judy
julian jules
julia julie jules
karen kari
kenneth ken kenny
kimberly kim
konstantin kostya
krzysztof krzys kris
lawrence laurence larry laurie
leonard leonardo leo len lenny
leslie les
liudmila lyudmila mila lucy
louis luis lou louie
madeline maddie
magdalena magda lena
malgorzata gosia
manfred fred
marcus markus marc mark
margaret margarete maggie meg peggy greta marge
maria mary marie mariya masha
martin marty
matthew matthias mathias matt mat mateusz
maximilian maxim maksim max
megan meg
melissa mel lissa
michael mikhail michal michel mike mick mickey misha mikey
michelle shelly
mitchell mitch
mohammed muhammad mohamed mohammad mo
nathan nathaniel nate nat
natalia nataliya natalya natasha nat natalie
nicholas nicolas nikolas nikolai nikolay nick nicky nico niko kolya
nicole nicky
oleksandr alex sasha
olga olya
oliver ollie olly
pamela pam
patricia pat patty tricia trish
patrick pat paddy
paul pavel pawel paulo pablo
peter pete petr pieter
philip phillip philippe phil pip
rachel rach
raymond ray
rebecca becca becky
reginald reg reggie
richard rick ricky rich dick richie ritchie
robert roberto rob bob bobby robbie bert
roderick rod
roger rog
ronald ron ronnie
rosemary rose rosie
rudolf rudi rudy
russell russ
samantha sam
samuel sam sammy
sarah sara sally
sebastian seb bastian
sergey sergei sergio serge seryozha
sophia sofia sophie
stanislav stanley stan stas
stephanie steph
stephen steven stefan stephan steve stevie
sunil sunny
susan susanne suzanne sue susie suzy
svetlana sveta lana
tatiana tatyana tanya
terence terrence terry
theodore theo ted teddy
theresa teresa terry tess tessa
thomas tom tommy tomasz tomas
timothy tim timmy
tobias toby tobi
valentin valentina val
valerie val
veronica vera nika
victor viktor vic
victoria viktoria vicky tori
vincent vince vinny
vladimir wladimir vlad volodya vova
vladislav vlad
walter walt wally
wesley wes
wilhelm willem willi wim
william will bill billy willy liam
xavier javier xavi javi
yekaterina katya kate
yuliya yulia julia julie
zachary zach zack zac
"""


def _groups() -> dict[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for number, line in enumerate(_TABLE.split("\n")):
        for name in line.split():
            groups.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in groups.items()}


_GROUPS: Final = _groups()


def same_first_name(left: str, right: str) -> bool:
    """Say whether two folded first names may be one person's (``matt``, ``matthew``)."""
    if left == right:
        return True
    return bool(_GROUPS.get(left, frozenset()) & _GROUPS.get(right, frozenset()))
