"""The look: both themes keep text readable, nothing is fetched from elsewhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from workbench.views import findings, parallel, parts

REPOSITORY = Path(__file__).resolve().parent.parent.parent
THEMES = tomllib.loads((REPOSITORY / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    parts_of = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts_of)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1..21 (WCAG 2.2)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mixed(ink: str, paper: str, share: float) -> str:
    """Return the colour that ``color-mix`` makes of a share of ink on paper."""
    pairs = [(int(ink[i : i + 2], 16), int(paper[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def rules() -> dict[str, str]:
    """Return the colours that the parallel text's style sheet gives names to."""
    return dict(
        re.findall(r"--([\w-]+): ([^;]+);", parts.asset("palette.css") + parts.asset("parallel.css").split("}")[1])
    )


VARIABLES = {
    "st-text-color": "textColor", "st-background-color": "backgroundColor", "st-primary-color": "primaryColor",
    "st-secondary-background-color": "secondaryBackgroundColor", "st-border-color": "borderColor",
    "st-yellow-color": "yellowColor", "st-red-color": "redColor",
}  # fmt: skip


def colour(name: str, theme: dict[str, str], known: dict[str, str]) -> str:
    """Return the colour that a variable of the style sheet comes to in a theme, however it is mixed."""
    if name in VARIABLES:
        return theme[VARIABLES[name]]
    rule = known[name]
    share = re.fullmatch(r"color-mix\(in srgb, var\(--([\w-]+)\) (\d+)%, var\(--([\w-]+)\)\)", rule)
    if share:
        return mixed(colour(share[1], theme, known), colour(share[3], theme, known), int(share[2]) / 100)
    plain = re.fullmatch(r"var\(--([\w-]+)\)", rule)
    assert plain, rule
    return colour(plain[1], theme, known)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_has_aa_contrast(name: str) -> None:
    """Every colour that text is set in stands 4.5 to 1 against every ground that it is set on (WCAG 1.4.3)."""
    known = rules()
    shown = {one: colour(one, THEMES[name], known) for one in ("ink", "paper", "shade", "hue", "hit", "alarm", "muted")}
    picked = mixed(shown["hue"], shown["paper"], 0.12)
    for ground in (shown["paper"], shown["shade"], picked):
        for one in ("ink", "muted", "hue", "alarm"):
            assert contrast(shown[one], ground) >= 4.5, (one, ground)
    for text, ground in (("ink", "hit"), ("paper", "hue"), ("paper", "ink"), ("paper", "alarm")):
        assert contrast(shown[text], shown[ground]) >= 4.5, (text, ground)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_what_needs_a_look_can_be_seen(name: str) -> None:
    """The bars of doubtful rows, the marks of cells and focus stand 3 to 1 against the paper (WCAG 1.4.11)."""
    known = rules()
    paper = colour("paper", THEMES[name], known)
    for one in ("step2", "step3", "hue", "alarm", "muted"):
        assert contrast(colour(one, THEMES[name], known), paper) >= 3
    steps = [luminance(colour(f"step{n}", THEMES[name], known)) for n in range(3)]
    assert steps == sorted(steps, reverse=name == "light")


def test_nothing_is_fetched_from_elsewhere_and_no_text_becomes_html() -> None:
    """The packaged files name no other server and never set HTML."""
    scripts = parts.asset("map.js").replace('"http://www.w3.org/2000/svg"', "")  # the name of SVG, not an address
    scripts += parts.asset("common.js", "sheet.js", "terms/terms.js")
    scripts += parts.asset(*(f"parallel/{name}.js" for name in parallel.SCRIPTS))
    scripts += parts.asset(*(f"findings/{name}.js" for name in findings.SCRIPTS))
    styles = parts.asset(
        "look.css", "palette.css", "map.css", "sheet.css", "parallel.css", "parallel.html", "terms/terms.css"
    )
    styles += parts.asset("findings/findings.css", "findings/findings.html")
    assert "http" not in scripts + styles
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert way not in scripts


@pytest.mark.parametrize("element", ["parallel", "findings"])
def test_an_element_declares_each_name_once(element: str) -> None:
    """Scripts that make one module do not overwrite each other's functions."""
    scripts = {"parallel": parallel.SCRIPTS, "findings": findings.SCRIPTS}[element]
    text = parts.asset("common.js", *(f"{element}/{name}.js" for name in scripts))
    names = re.findall(r"^(?:function|const|let) +(\w+)", text, re.MULTILINE)
    assert sorted(names) == sorted(set(names))
