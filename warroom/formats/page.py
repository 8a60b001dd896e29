"""A document as one HTML file that needs nothing else: no script, nothing loaded, prints well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from warroom.formats.document import Block, Code, Document, Heading, Listing, Paragraph, Quote, Rule, Runs, Table

STYLE = """
:root { color-scheme: light; }
body { margin: 3rem auto; padding: 0 1.5rem; max-width: 42rem; color: #1a1a1a; background: #fff;
  font: 1rem/1.55 Georgia, "Times New Roman", "Noto Serif", serif; overflow-wrap: anywhere; }
h1, h2, h3, h4, h5, h6 { margin: 1.6em 0 .5em; line-height: 1.25; font-family: "Helvetica Neue", Arial, "Noto Sans", sans-serif; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; } h3, h4, h5, h6 { font-size: 1rem; }
p, ul, ol, table, blockquote, pre { margin: 0 0 1em; }
ul.tight p, ol.tight p { margin: 0; }
blockquote { padding-inline-start: 1em; border-inline-start: .2em solid #bbb; color: #333; }
pre { white-space: pre-wrap; } pre, code { font: .9em/1.45 "DejaVu Sans Mono", Menlo, Consolas, monospace; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .3em .6em; border: 1px solid #bbb; vertical-align: top; text-align: start; }
th { background: #f2f2f2; } .left { text-align: left; } .right { text-align: right; } .center { text-align: center; }
hr { border: 0; border-top: 1px solid #bbb; margin: 2em 0; } a { color: #0645ad; }
@page { margin: 22mm 20mm; }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 11pt; } a { color: inherit; text-decoration: none; }
  h1, h2, h3, h4, h5, h6 { break-after: avoid; } tr, blockquote, li { break-inside: avoid; } thead { display: table-header-group; }
  p { orphans: 3; widows: 3; } }
"""


def html_page(document: Document, title: str, language: str = "en") -> str:
    """The whole page. Nothing in it may be loaded from elsewhere, and nothing in it runs."""
    policy = f"default-src 'none'; style-src 'sha256-{_style_hash()}'; base-uri 'none'; form-action 'none'"
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"{html_blocks(document.blocks)}</body>\n</html>\n"
    )


def html_blocks(blocks: Sequence[Block]) -> str:
    """Blocks as HTML, each ending a line. Each finds its direction by its own first letter."""
    return "".join(_block(block) for block in blocks)


def _style_hash() -> str:
    import base64
    import hashlib

    return base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()


def _block(block: Block) -> str:
    match block:
        case Paragraph(runs):
            return f'<p dir="auto">{_runs(runs)}</p>\n'
        case Heading(level, runs):
            return f'<h{level} dir="auto">{_runs(runs)}</h{level}>\n'
        case Code(text):
            return f'<pre dir="auto"><code>{escape(text)}</code></pre>\n'
        case Rule():
            return "<hr>\n"
        case Quote(blocks):
            return f'<blockquote dir="auto">\n{html_blocks(blocks)}</blockquote>\n'
        case Listing(start, items, tight):
            kind = "ul" if start is None else "ol"
            about = {"start": str(start) if start not in (None, 1) else "", "class": "tight" if tight else ""}
            inner = "".join(f'<li dir="auto">{html_blocks(item)}</li>\n' for item in items)
            return f"<{kind}{_attributes(about)}>\n{inner}</{kind}>\n"
        case Table(head, rows, align):
            top = f"<thead>\n{_row(head, align, 'th')}</thead>\n"
            return f"<table>\n{top}<tbody>\n{''.join(_row(row, align, 'td') for row in rows)}</tbody>\n</table>\n"


def _row(cells: Sequence[Runs], align: Sequence[str], tag: str) -> str:
    made = (
        f"<{tag}{_attributes({'dir': 'auto', 'class': side})}>{_runs(runs)}</{tag}>"
        for runs, side in zip(cells, align, strict=True)
    )
    return f"<tr>{''.join(made)}</tr>\n"


def _attributes(about: Mapping[str, str]) -> str:
    """Those that have a value."""
    return "".join(f' {name}="{escape(value)}"' for name, value in about.items() if value)


def _runs(runs: Runs) -> str:
    return "".join(_run_text(text, strong, emphasis, code, link) for text, strong, emphasis, code, link in runs)


def _run_text(text: str, strong: bool, emphasis: bool, code: bool, link: str) -> str:
    made = escape(text).replace("\n", "<br>\n")
    for tag, is_on in (("code", code), ("em", emphasis), ("strong", strong)):
        if is_on:
            made = f"<{tag}>{made}</{tag}>"
    return f'<a href="{escape(link)}" rel="noreferrer">{made}</a>' if link else made
