"""Load lists on paper: what goes where, in the language of who prints it, and nobody's name who is a case."""

from typing import Any

import pypdfium2
from chain_builders import NORTH, STORE, WEST, Chain, done

from models.identifiers import uuid7


def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    pages = pypdfium2.PdfDocument(answer.content)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def test_a_transfers_load_list_says_what_goes_where(chain: Chain) -> None:
    lots = [chain.stocked(n, n * 500) for n in (4, 6)]
    number = str(uuid7())
    lines = [{"lot": lot, "pieces": n} for lot, n in zip(lots, (4, 5), strict=True)]
    done(chain.at(NORTH).put(f"/transfers/{number}", {"from": NORTH, "to": STORE, "lines": lines}))
    path = f"/transfers/{number}/load-list.pdf"

    chinese = text_of(chain.at(NORTH).get(path, headers={"Accept-Language": "zh"}))
    english = text_of(chain.at(STORE).get(path, headers={"Accept-Language": "en"}))

    for words in ("装车单", "从 北部整理站 到 救灾物资仓库", "成人冬装", "发货人", "收货人", number, *lots):
        assert words in chinese, words
    for words in ("Load list", "From North Sorting Station to", "Taken by", "4.500", *lots):
        assert words in english, words
    assert chain.at(WEST).get(path).status_code == 404
    assert chain.at(NORTH).get(f"/distributions/{number}/load-list.pdf").status_code == 404


def test_a_case_stands_on_a_load_list_by_its_code(chain: Chain) -> None:
    case = {"kind": "case", "case_reference": "沪低保-77", "division_code": "310113"}
    done(chain.foundation.put("/recipients/C-77", case), 200)
    lot = chain.stocked(3, 1500)
    number = str(uuid7())
    body = {"recipient": "C-77", "place": NORTH, "lines": [{"lot": lot, "pieces": 3}]}
    done(chain.foundation.put(f"/distributions/{number}", body))

    said = text_of(chain.at(NORTH).get(f"/distributions/{number}/load-list.pdf"))

    assert "C-77" in said
    assert "沪低保" not in said
