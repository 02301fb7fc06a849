"""What all taggers share: the normalised copy of a text, and one search for everything that is looked for.

folding.py           what each character becomes in the normalised copy: `foldings.tsv`
normalised.py        the copy in which names are looked for, and the way back
word_search.py       finds a hundred thousand names and phrases, word by word
known_words.py       the words of a text, each looked up once
clitics.py           what Arabic writes together with the word that follows
words.py             the words beside a place
copies.py            a field of an article, its copy and the words beside a place there
spellings.py         the spellings of one name, by region
phrase_patterns.py   phrases as people write them -> the strings to look for
phrase_parts.py      phrases in two parts
signals.py           what is looked for besides leaders, and what a form stands for
scanning.py          one pass over title and text that finds all of it
tags.py              all tags of one text together
tag_entries.py       the tags that there are, by id
text_lines.py        texts of others as they come to be tagged
kept_knowledge.py    what was made of the knowledge files, kept for the next process
"""
