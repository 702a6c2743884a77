"""Every format is opened by a program that no one here wrote; each test runs where that program is installed.

Python packages: the extra ``peers``. Programs: pandoc, LibreOffice Calc, xmllint (libxml2-utils), jing.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from workbench import workflow
from workbench.model import Level
from workbench.workflow import Selection

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"
NAME = "river-panel"


@pytest.fixture(scope="module")
def folder(bundled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that holds a bundled transcript in every format."""
    place = tmp_path_factory.mktemp("formats")
    for form in workflow.FORMATS:
        made = workflow.export(bundled, NAME, format=form.name)
        workflow.save(place / f"{form.name}{form.suffix if made.single else ''}", made)
    pair = Selection(languages=("de-DE", "en-GB"))
    for form in ("xliff12", "xliff21", "xces"):
        made = workflow.export(bundled, NAME, format=form, selection=pair)
        workflow.save(place / f"pair-{form}{'.xlf' if made.single else ''}", made)
    return place


@pytest.fixture(scope="module")
def rows(bundled: Path) -> list[dict[str, str]]:
    """Return the texts of every segment row by language, as the workbench has them."""
    aligned = workflow.load(bundled, NAME)
    editions = aligned.transcript.editions
    return [
        {e.language: e.text(Level.SEGMENT, cell) for e, cell in zip(editions, row.cells, strict=True) if cell}
        for row in aligned.segments.rows
    ]


def program(name: str) -> str:
    """Return the path of a program, or skip the test."""
    found = shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not installed")
    return found


def pairs(rows: list[dict[str, str]], left: str, right: str) -> list[tuple[str, str]]:
    """Return the texts of the rows that have both languages."""
    return [(row[left], row[right]) for row in rows if left in row and right in row]


def test_translate_toolkit_reads_tmx(folder: Path, rows: list[dict[str, str]]) -> None:
    """translate-toolkit finds every unit of every pair in the TMX, and the same texts."""
    tmx = pytest.importorskip("translate.storage.tmx")
    for target in ("de-DE", "ru-RU"):
        with (folder / "tmx.tmx").open("rb") as file:
            store = tmx.tmxfile(file, "en-GB", target)
        expected = [row for row in rows if len(row) > 1]
        assert len(store.units) == len(expected)
        for unit, row in zip(store.units, expected, strict=True):
            unit.gettarget(target)
            texts = {
                node.get("{http://www.w3.org/XML/1998/namespace}lang"): "".join(node.itertext("{*}seg", "seg"))
                for node in unit.getlanguageNodes()
            }
            assert texts == row


@pytest.mark.parametrize(
    ("name", "module", "kind"), [("xliff12", "xliff", "xlifffile"), ("xliff21", "xliff2", "Xliff2File")]
)
def test_translate_toolkit_reads_xliff(
    folder: Path, rows: list[dict[str, str]], name: str, module: str, kind: str
) -> None:
    """translate-toolkit finds every unit of the XLIFF, with source and target."""
    storage = pytest.importorskip(f"translate.storage.{module}")
    with (folder / f"pair-{name}.xlf").open("rb") as file:
        store = getattr(storage, kind).parsefile(file)
    found = [(unit.source, unit.target) for unit in store.units if unit.target]
    assert found == pairs(rows, "de-DE", "en-GB")


def test_opustools_reads_xces(folder: Path, rows: list[dict[str, str]], tmp_path: Path) -> None:
    """OpusTools reads the links and the documents, in zips as OPUS releases them, and writes the same pairs."""
    opustools = pytest.importorskip("opustools")
    xces = folder / "pair-xces"
    for language in ("de-DE", "en-GB"):
        with zipfile.ZipFile(tmp_path / f"{language}.zip", "w") as archive:
            archive.write(xces / "raw" / language / f"{NAME}.xml", f"Corpus/raw/{language}/{NAME}.xml")
    opustools.OpusRead(
        directory="Corpus",
        source="de-DE",
        target="en-GB",
        preprocess="raw",
        alignment_file=str(xces / "xml" / "de-DE-en-GB.xml"),
        source_zip=str(tmp_path / "de-DE.zip"),
        target_zip=str(tmp_path / "en-GB.zip"),
        write_mode="moses",
        write=[str(tmp_path / "out.de"), str(tmp_path / "out.en")],
        leave_non_alignments_out=True,
        suppress_prompts=True,
    ).printPairs()
    left, right = ((tmp_path / f"out.{tag}").read_text("utf-8").split("\n")[:-1] for tag in ("de", "en"))
    assert list(zip(left, right, strict=True)) == pairs(rows, "de-DE", "en-GB")


@pytest.mark.parametrize("name", ["huggingface", "huggingface-parquet"])
def test_datasets_loads_the_folder(
    folder: Path, rows: list[dict[str, str]], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Hugging Face library loads the folder without a network, by its card, with every row."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_DATASETS_OFFLINE", "1")
    datasets = pytest.importorskip("datasets")
    loaded = datasets.load_dataset(str(folder / name), split="train", cache_dir=str(tmp_path))
    assert [{k: v for k, v in row["translation"].items() if v is not None} for row in loaded] == rows


def test_polars_reads_parquet_csv_and_jsonl(folder: Path, rows: list[dict[str, str]]) -> None:
    """Polars reads the same texts out of Parquet and CSV, and every line of JSON."""
    polars = pytest.importorskip("polars")
    for frame in (polars.read_parquet(folder / "parquet.parquet"), polars.read_csv(folder / "csv.csv")):
        found = [{tag: row[tag] for tag in ("en-GB", "ru-RU") if row[tag]} for row in frame.iter_rows(named=True)]
        assert found == [{tag: row[tag] for tag in ("en-GB", "ru-RU") if tag in row} for row in rows]
    assert polars.read_ndjson(folder / "jsonl.jsonl").height == len(rows)


def test_pandas_reads_tsv(folder: Path, rows: list[dict[str, str]]) -> None:
    """Pandas reads the TSV with no quoting: the same texts."""
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_csv(folder / "tsv.tsv", sep="\t", quoting=csv.QUOTE_NONE, keep_default_na=False)
    assert [text for text in frame["fr-FR"] if text] == [row["fr-FR"] for row in rows if "fr-FR" in row]


def test_openpyxl_and_libreoffice_read_xlsx(folder: Path, rows: list[dict[str, str]], tmp_path: Path) -> None:
    """LibreOffice turns the workbook into CSV with the same texts, and no formula."""
    office = program("soffice")
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    command += ["csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", str(tmp_path), str(folder / "xlsx.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with (tmp_path / "xlsx.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert [{t: r[t] for t in ("de-DE", "es-ES") if r[t]} for r in found] == [
        {t: row[t] for t in ("de-DE", "es-ES") if t in row} for row in rows
    ]


def test_libreoffice_takes_no_text_of_the_csv_for_a_formula(tmp_path: Path) -> None:
    """A text that begins with = is a text to LibreOffice, and every text is whole."""
    from tests.small import edition  # noqa: PLC0415
    from workbench.model import AlignedTranscript, Alignment, Role, Row, Transcript  # noqa: PLC0415
    from workbench.writers import Corpus, Report  # noqa: PLC0415

    office = program("soffice")
    texts = ["=1+1", "@SUM(1)", "+7", "-3", "line\nbreak", 'a "quote", and; more']
    editions = tuple(edition(tag, (Role.STATEMENT, "", texts)) for tag in ("en-GB", "de-DE"))
    lines = tuple(Row(((i,), (i,))) for i in range(len(texts)))
    tags = ("en-GB", "de-DE")
    levels = (Alignment(tags, (1, 1), Level.TURN, (Row(((0,), (0,))),)), Alignment(tags, (6, 6), Level.SEGMENT, lines))
    aligned = AlignedTranscript(Transcript("x", editions), *levels, "en-GB")
    form = next(f for f in workflow.FORMATS if f.name == "csv")
    (tmp_path / "a.csv").write_bytes(b"".join(data for _, data in form.pieces(Corpus.of(aligned), Report())))
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--infilter=CSV:44,34,76,1"]
    command += [
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76",
        "--outdir",
        str(tmp_path / "out"),
        str(tmp_path / "a.csv"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    found = [
        row["en-GB"].lstrip("'")
        for row in csv.DictReader(io.StringIO((tmp_path / "out" / "a.csv").read_text("utf-8"), newline=""))
    ]
    assert found == texts


def test_pandoc_reads_the_book_the_card_and_the_table(folder: Path, rows: list[dict[str, str]]) -> None:
    """Pandoc reads the HTML book, the dataset card and the CSV; the book holds every text of every language."""
    pandoc = program("pandoc")

    def plain(path: Path, form: str) -> str:
        command = [pandoc, "-f", form, "-t", "plain", "--wrap=none", str(path)]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout

    book = " ".join(plain(folder / "html.html", "html-smart").split())
    for row in rows:
        for text in row.values():
            assert " ".join(text.split()) in book
    assert "translation" in plain(folder / "huggingface" / "README.md", "markdown")
    assert plain(folder / "csv.csv", "csv")


def test_jing_and_xmllint_find_the_xml_valid(folder: Path, tmp_path: Path) -> None:
    """Two validators by others hold the exports against the rules, and find nothing."""
    jing, lint = program("jing"), program("xmllint")
    for schema, path in (("tei", "tei.xml"), ("xliff12", "pair-xliff12.xlf"), ("xliff21", "pair-xliff21.xlf")):
        done = subprocess.run(
            [jing, str(SCHEMAS / f"{schema}.rng"), str(folder / path)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout
    dtd = SCHEMAS / "tmx14.dtd"
    shutil.copy(dtd, tmp_path / "tmx14.dtd")
    shutil.copy(folder / "tmx.tmx", tmp_path / "a.tmx")
    subprocess.run([lint, "--noout", "--valid", "--nonet", str(tmp_path / "a.tmx")], check=True, capture_output=True)


def test_moses_lines_are_lines_to_wc(folder: Path, rows: list[dict[str, str]]) -> None:
    """A program that counts lines finds as many on each side as there are pairs."""
    count = program("wc")
    expected = len(pairs(rows, "en-GB", "ru-RU"))
    for suffix in ("en-GB", "ru-RU", "ids", "scores"):
        path = folder / "moses" / f"{NAME}.en-GB-ru-RU.{suffix}"
        found = subprocess.run([count, "-l", str(path)], check=True, capture_output=True, text=True).stdout
        assert int(found.split()[0]) == expected


def test_ladder_and_beads_say_the_same(folder: Path, bundled: Path) -> None:
    """What another reader of ladders and beads finds in them is the alignment, strictly, where nothing crosses."""
    evaluation = workflow.evaluate_files(
        folder / "beads" / f"{NAME}.en-GB-fr-FR.beads", folder / "beads" / f"{NAME}.en-GB-fr-FR.beads"
    )
    assert evaluation["segment"].total.figures().f1 == 1.0
    ladder = (folder / "ladder" / f"{NAME}.en-GB-fr-FR.ladder").read_text().split("\n")[:-1]
    aligned = workflow.load(bundled, NAME)
    last = [int(x) for x in ladder[-1].split("\t")[:2]]
    assert last == [len(aligned.transcript.edition(tag).segments) for tag in ("en-GB", "fr-FR")]


def test_cff_is_yaml_with_what_the_format_asks_for(bundled: Path, tmp_path: Path) -> None:
    """A YAML reader finds in CITATION.cff what the Citation File Format requires, and digests fit the files."""
    import hashlib  # noqa: PLC0415

    yaml = pytest.importorskip("yaml")
    workflow.save(tmp_path / "p", workflow.export(bundled, NAME, format="tmx", package=True))
    citation = yaml.safe_load((tmp_path / "p" / "CITATION.cff").read_text("utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    manifest = json.loads((tmp_path / "p" / "manifest.json").read_text("utf-8"))
    assert set(manifest["files"]) == {p.name for p in (tmp_path / "p").iterdir()} - {"manifest.json"}
    for name, about in manifest["files"].items():
        data = (tmp_path / "p" / name).read_bytes()
        assert about == {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
