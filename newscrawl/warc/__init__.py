"""WARC files (WARC 1.1, ISO 28500:2017): written, and read whoever wrote them.

writing.py         records as we write them: answers to bytes
records.py         the records of a stream, gzip or plain: each whole, or not handed out at all
members.py         the same, member by member, of files packed one record a gzip member
packed_stream.py   a stream of gzip members, each with its place
input.py           a path, a URL or standard input, from its beginning or further on
answers.py         the HTTP answers in a stream, each with what its listing said
http_block.py      the HTTP answer of a record, and its body free of all encodings
"""
