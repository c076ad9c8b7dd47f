"""Starts Debian's wapiti 3.0.4, whose addresses to leave out are written as an expression that Python 3.11 refuses. Same arguments as wapiti."""
import re

from wapitiCore.net import crawler

crawler.wildcard_translate = lambda pattern: re.compile(".*".join(map(re.escape, pattern.split("*"))) + r"\Z", re.DOTALL)

from wapitiCore.main.wapiti import wapiti_main

wapiti_main()
