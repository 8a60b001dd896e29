"""Whether the name that somebody is addressed by is a guess: the first word of a full name is not the first name
everywhere. Pure."""

from __future__ import annotations

import re

_TITLES = frozenset("dr dr. prof prof. professor mr mr. mrs mrs. ms ms. sir dame herr frau m. mme mlle ing. rev. sheikh".split())
_FAMILY_NAMES = frozenset(
    # Vietnamese
    "nguyen nguyễn tran trần le lê pham phạm huynh huỳnh hoang hoàng phan vu vũ vo võ dang đặng bui bùi do đỗ ho hồ ngo ngô duong"
    " dương ly lý"
    # Chinese
    " wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang xie tang deng feng cao peng"
    " zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren yao zhong cui tan fan liao shi jin chan wong cheung"
    " leung lau ng lam kwok tsai hsu chang"
    # Korean
    " kim lee park pak choi choe jung jeong chung kang cho jo yoon yun jang lim im han oh seo shin kwon hwang ahn an song hong"
    # Japanese
    " sato satō suzuki takahashi tanaka watanabe ito itō yamamoto nakamura kobayashi kato katō yoshida yamada sasaki yamaguchi"
    " matsumoto inoue kimura hayashi shimizu saito saitō okubo ōkubo mori ikeda hashimoto ishikawa ogawa okada goto gotō hasegawa"
    # Hungarian
    " nagy kovács tóth szabó horváth varga kiss molnár németh farkas balogh papp takács juhász lakatos mészáros oláh simon rácz"
    " fekete szilágyi".split()
)
"""Frequent family names of where the family name comes first."""
_FAMILY_FIRST_ZONES = frozenset(
    "Asia/Tokyo Asia/Seoul Asia/Pyongyang Asia/Shanghai Asia/Chongqing Asia/Urumqi Asia/Hong_Kong Asia/Macau Asia/Taipei"
    " Asia/Ho_Chi_Minh Asia/Saigon Asia/Hanoi Asia/Singapore Europe/Budapest PRC ROC ROK Japan Hongkong Singapore".split()
)
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ’'.\- ]+")


def is_a_guess(person: str, zone: str) -> bool:
    """Whether the first word of `person`, a full name, may well not be the name to address them by. `zone` is their time zone."""
    words = person.split()
    if not words:
        return False
    first = words[0].casefold()
    return (
        len(words) == 1
        or first in _TITLES
        or first.rstrip(",") in _FAMILY_NAMES
        or words[0].endswith((",", "."))
        or (len(words[0]) > 1 and words[0].isupper() and not person.isupper())
        or _LATIN.fullmatch(person) is None
        or zone in _FAMILY_FIRST_ZONES
    )
