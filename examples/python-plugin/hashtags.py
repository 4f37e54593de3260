#!/usr/bin/env python3
"""Finds hashtags: a plugin in Python, run as a program that speaks JSON lines.

    dateline extract report.txt --plugins hashtags --plugin-path examples/python-plugin/hashtags.py
"""
import json
import re
import sys

HELLO = {
    "dateline": 1,
    "extractors": [{
        "package": "hashtags", "version": "1.0.0", "plugin": "hashtags", "name": "hashtags",
        "requires": [],
        "schema": {"kind": "example/hashtag", "prefix": "h", "fields": [
            {"name": "span", "type": "span", "doc": "The tag with its sign."},
            {"name": "tag", "type": "text", "doc": "The tag in lower case."},
        ]},
    }],
}


def say(line):
    print(json.dumps(line), flush=True)


say(HELLO)
for line in sys.stdin:
    request = json.loads(line)
    if "extract" not in request:
        say({"error": "hashtags has no options"})
        continue
    text = request["extract"]["document"]["text"]

    def offset(at):
        """Offsets in the protocol are bytes of UTF-8."""
        return len(text[:at].encode())

    found = re.finditer(r"#(\w+)", text)
    say({"items": [{"start": offset(m.start()), "end": offset(m.end()), "tag": m[1].lower()} for m in found]})
