"""Which language a text is in.

judging.py         the verdict: langdetect, guarded by letters and function words
marks.py           the letters and function words that speak for one language: `letters.tsv`
detector.py        langdetect, made to give one text one answer
arabic_script.py   the letters and words of a text by their script
arabic_bytes.py    whether bytes may hold Arabic letters at all, before anything is decoded
"""
