#!/usr/bin/env python3
"""Writes the word lists that `build_word_packs` compiles: one TSV a language, `form TAB zipf*10 TAB lemma TAB lemma of the capitalised form`.

    pip install wordfreq==3.1.1 simplemma==2.0.0
    python3 corpora/export_words.py OUT_DIR

wordfreq (data CC BY-SA 4.0) gives the forms and how frequent they are on the Zipf scale
(log10 of occurrences per thousand million words); simplemma (MIT) gives the lemmas.
"""
import math
import sys
from pathlib import Path

import simplemma
import wordfreq

# Languages whose words are asked for one by one (curated artifacts, wrong words) get a longer list.
LONG = {"en": 120_000, "nl": 120_000, "de": 150_000, "fr": 100_000, "es": 100_000}
USUAL = 40_000
LANGUAGES = """ar bg bs ca cs da de el en es et eu fa fi fr gl he hi hr hu id is it ja ko lt lv mk ms nb nl pl pt ro ru
sk sl sq sr sv th tr uk vi zh""".split()
# simplemma treats the Serbo-Croatian standards as one.
LEMMA_CODE = {"bs": "hbs", "hr": "hbs", "sr": "hbs", "nb": "nb"}


def lemma(form, code):
    try:
        return simplemma.lemmatize(form, lang=code).lower()
    except ValueError:
        return form.lower()


CYRILLIC = str.maketrans("abcčćdđefghijklmnoprsštuvzž", "абцчћдђефгхијклмнопрсштувзж")


def in_cyrillic(form):
    for pair, letter in (("lj", "љ"), ("nj", "њ"), ("dž", "џ")):
        form = form.replace(pair, letter)
    return form.translate(CYRILLIC)


def spellings(form, language):
    """wordfreq folds case, which turns ß into ss and the final sigma into a plain one; both are undone here."""
    if language == "el" and form.endswith("σ"):
        return [form[:-1] + "ς"]
    if language == "de" and "ss" in form:
        sharp = form.replace("ss", "ß")
        known = [w for w in (form, sharp) if any(simplemma.is_known(v, lang="de") for v in (w, w.capitalize()))]
        return known or [form]
    return [form]


def main():
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    covered = wordfreq.available_languages("best")
    for language in LANGUAGES:
        if language not in covered and not (language in ("bs", "hr", "sr") and "sh" in covered):
            print(f"{language}: no word list", file=sys.stderr)
            continue
        code = LEMMA_CODE.get(language, language)
        frequencies = wordfreq.get_frequency_dict(language, wordlist="best")
        forms = sorted(frequencies, key=lambda form: (-frequencies[form], form))[: LONG.get(language, USUAL)]
        with open(out / f"{language}.tsv", "w", encoding="utf-8") as f:
            for form in forms:
                if not any(c.isalpha() for c in form) or any(c.isspace() for c in form):
                    continue
                zipf = round((math.log10(frequencies[form]) + 9) * 10)
                for spelling in spellings(form, language):
                    lemmas = lemma(spelling, code), lemma(spelling.capitalize(), code)
                    f.write("\t".join((spelling, str(zipf), *lemmas)) + "\n")
                    if language == "sr":
                        f.write("\t".join((in_cyrillic(spelling), str(zipf), *map(in_cyrillic, lemmas))) + "\n")
        print(language, len(forms), file=sys.stderr)


main()
