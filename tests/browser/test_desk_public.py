"""What the foundation tells: from a duty to a frozen version, its correction; donors' queries in time."""

from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from builders import coats, quilts
from chain_builders import NORTH, Chain, done
from desk_catalogue import StagedCity
from desk_screens_of_inquiries import answer, ask
from desks import Desk
from papers_builders import FLOOD, Papers
from playwright.sync_api import Page, expect
from served import Service

from models.access import Role
from models.identifiers import uuid7

#: What a paper is downloaded as: what the page calls it, its ending, how its bytes begin.
FILES = (
    ("PDF", "pdf", b"%PDF-"),
    ("XLSX", "xlsx", b"PK"),
    ("开放数据 CSV", "csv", b"\xef\xbb\xbfdisclosure,"),
    ("开放数据 JSON", "json", b'{"changes":'),
)


@pytest.fixture
def chain(service: Service) -> Any:
    with closing(StagedCity(service, "zh")) as city:
        yield city.chain


@pytest.fixture
def papers(chain: Chain) -> Papers:
    papers = Papers(chain)
    papers.project()
    papers.give(4)
    return papers


def _clicks(page: Page) -> int:
    return int(page.evaluate("window.clicks"))


def test_four_clicks_lead_from_a_duty_to_a_frozen_version_that_the_public_reads(
    papers: Papers, desk: Desk
) -> None:
    page = desk.sit(Role.FOUNDATION)
    desk.see("/desk/disclosure")
    page.evaluate("window.clicks = 0; addEventListener('click', () => window.clicks++, true)")
    late = page.get_by_role("region", name="已逾期").get_by_role("row").filter(has_text=FLOOD)
    expect(late.first).to_contain_text("逾期 5 天")

    late.first.get_by_role("link", name="准备公布").click()
    expect(page.get_by_text("公众会看到的就是下面这些, 一字不差")).to_be_visible()
    first, last = str(papers.first), page.url.split("last=")[1][:10]
    page.get_by_label("复核人姓名").focus()
    page.keyboard.type("王会计")
    page.get_by_role("button", name="公布", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="公布", exact=True).click()
    head = page.get_by_role("heading", level=1)
    expect(head).to_contain_text("D-")
    assert _clicks(page) <= 4

    (filed,) = papers.public("").json()["items"]
    assert (filed["duty"], filed["first"], filed["last"]) == ("emergency", first, last)
    expect(head).to_contain_text(filed["number"])
    assert f"{filed['number']} · 第 1 版" in papers.page(f"/{filed['number']}")
    # The duty is done, and its line leads to what was published.
    desk.see("/desk/disclosure")
    expect(page.get_by_role("region", name="已公布").get_by_role("link")).to_have_text([filed["number"]])
    expect(page.get_by_role("region", name="已逾期")).to_have_count(0)
    acts = papers.chain.foundation.get("/acts?kind=publish").json()["items"]
    assert [(act["by"], act["witness"]) for act in acts] == [("李梅", "王会计")]


def test_a_correction_with_its_reason_shows_the_difference_and_keeps_the_old_readable(
    papers: Papers, desk: Desk
) -> None:
    number = papers.publish()["number"]
    before = papers.public(f"/{number}").content
    page = desk.sit(Role.FOUNDATION)
    desk.see(f"/desk/disclosure/{number}")
    expect(page.get_by_text("没有可更正的")).to_be_visible()
    expect(page.get_by_role("button", name="发更正版")).to_have_count(0)

    papers.give(3)
    desk.see(f"/desk/disclosure/{number}")
    page.get_by_role("button", name="发更正版").click()
    dialog = page.get_by_role("dialog")
    total = dialog.get_by_role("row").filter(has_text="实际到账 · 合计 · 件数")
    expect(total.get_by_role("cell")).to_have_text(["4", "7"])
    dialog.get_by_role("button", name="发更正版").click()
    expect(dialog.get_by_text("填写更正说明")).to_be_visible()
    dialog.get_by_label("更正说明").fill("一部手机晚到")
    dialog.get_by_label("更正说明").press("Enter")
    expect(page.get_by_role("heading", name="第 2 版", exact=True)).to_be_visible()
    expect(page.get_by_text("这一版更正了什么").first).to_be_visible()
    expect(page.get_by_text("没有可更正的")).to_be_visible()

    newest = papers.public(f"/{number}").json()
    assert (newest["version"], newest["reason"]) == (2, "一部手机晚到")
    assert papers.public(f"/{number}/versions/1").content == before
    page.get_by_role("region", name="版本").get_by_role("link", name="第 1 版").click()
    expect(page.get_by_text("这是旧版, 已由第 2 版更正")).to_be_visible()
    received = page.locator(".card").filter(has=page.get_by_role("heading", name="实际到账"))
    expect(received.locator("tfoot td")).to_have_text(["合计", "", "4", "2.000"])


def test_what_is_published_is_downloaded_in_every_form(papers: Papers, desk: Desk) -> None:
    number = papers.publish()["number"]
    page = desk.sit(Role.FOUNDATION)
    desk.see(f"/desk/disclosure/{number}")
    for name, ending, begins in FILES:
        with page.expect_download() as coming:
            page.get_by_text(name, exact=True).click()
        assert coming.value.suggested_filename == f"{number}-v1.{ending}"
        assert coming.value.path().read_bytes().startswith(begins)


def test_nothing_is_published_while_a_conflict_is_open(papers: Papers, desk: Desk) -> None:
    chain = papers.chain
    page = desk.sit(Role.FOUNDATION)
    asked = f"duty=emergency&project={FLOOD}&first={papers.first}&last={papers.last}"
    desk.see(f"/desk/disclosure/new?{asked}")
    page.get_by_label("复核人姓名").fill("王会计")
    publish = page.get_by_role("button", name="公布", exact=True)
    expect(publish).to_be_enabled()

    # The list of what is in the way comes while one looks, and leads to where it is settled.
    label = chain.bag("P-0001", coats(4, grams=2000))
    chain.receive([{"label": label, "damaged": True}], pickup=chain.run({"P-0001": [label]}))
    (conflict,) = chain.foundation.get("/conflicts?status=open").json()["items"]
    link = page.get_by_role("link", name="收货与登记不同")
    expect(link).to_have_attribute("href", f"/desk/conflicts/{conflict['id']}")
    expect(page.get_by_text("还有 1 条冲突没有处理")).to_be_visible()
    expect(publish).to_be_disabled()
    page.get_by_label("复核人姓名").press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)

    settled = {"id": str(uuid7()), "choice": "keep_recorded", "reason": "复点无误"}
    done(chain.at(NORTH).post(f"/conflicts/{conflict['id']}/settle", settled))
    expect(publish).to_be_enabled()
    expect(page.get_by_label("复核人姓名")).to_have_value("王会计")


def test_the_service_refuses_what_the_page_did_not_know_yet(papers: Papers, desk: Desk) -> None:
    desk.forgive("status of 4(09|22)")
    page = desk.sit(Role.FOUNDATION)
    asked = f"duty=emergency&project={FLOOD}&first={papers.first}&last={papers.last}"
    desk.see(f"/desk/disclosure/new?{asked}")
    page.get_by_label("复核人姓名").fill("李梅")
    page.get_by_role("button", name="公布", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="公布", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("复核人姓名")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("复核人姓名")).to_have_value("李梅")

    number = papers.publish()["number"]
    page.get_by_label("复核人姓名").fill("王会计")
    page.get_by_role("button", name="公布", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="公布", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text(number)
    desk.see(f"/desk/disclosure/new?{asked}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)


def test_a_project_is_registered_and_a_stale_edit_shows_both_values(papers: Papers, desk: Desk) -> None:
    desk.forgive("status of 4(04|12)")
    page = desk.sit(Role.FOUNDATION)
    desk.see("/desk/disclosure")
    page.get_by_role("button", name="新项目").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("编号").fill(FLOOD)
    dialog.get_by_label("中文名称").fill("冬衣")
    dialog.get_by_label("英文名称").fill("Winter clothes")
    dialog.get_by_label("开始日期").fill("2026-01-01")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog.get_by_text(f"编号 {FLOOD} 已有项目")).to_be_visible()
    dialog.get_by_label("编号").fill("WINTER-1")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog).to_have_count(0)
    row = page.get_by_role("region", name="项目与募捐").get_by_role("row").filter(has_text="WINTER-1")
    row.get_by_role("button", name="修改").click()
    dialog.get_by_label("中文名称").fill("暖冬")

    now = done(papers.chain.foundation.get("/projects/WINTER-1"), 200)
    names = ("kind", "name", "name_en", "started_on", "ended_on")
    theirs = {name: now[name] for name in names} | {"name": "送暖"}
    done(papers.chain.foundation.put("/projects/WINTER-1", theirs), 200)
    dialog.get_by_role("button", name="保存").click()
    clash = dialog.get_by_role("alert").get_by_role("row").filter(has_text="中文名称")
    expect(clash.get_by_role("cell")).to_have_text(["送暖", "暖冬"])
    assert done(papers.chain.foundation.get("/projects/WINTER-1"), 200)["name"] == "送暖"
    dialog.get_by_role("button", name="读取现在的值").click()
    expect(dialog.get_by_label("中文名称")).to_have_value("送暖")
    dialog.get_by_label("中文名称").fill("暖冬")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog).to_have_count(0)
    assert done(papers.chain.foundation.get("/projects/WINTER-1"), 200)["name"] == "暖冬"


def test_a_query_is_recorded_and_answered_by_keyboard_before_its_day(chain: Chain, desk: Desk) -> None:
    gift = chain.give("P-0001", quilts(1))
    page = desk.sit(Role.FOUNDATION)
    desk.see("/desk/inquiries")
    page.get_by_role("button", name="登记查询").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("捐赠人说的话").focus()
    page.keyboard.type("我捐的棉被到哪里去了?")
    desk.scan(f"{desk.page.url.split('/desk')[0]}/T/{gift['tracking_code'].replace('-', '')}".upper())
    dialog.get_by_label("追踪码").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("查询 Q-")
    expect(page.get_by_text("还有 10 个工作日")).to_be_visible()
    expect(page.get_by_role("link", name="看来龙去脉")).to_have_attribute(
        "href", f"/desk/intake/{gift['id']}"
    )

    page.get_by_label("怎么答复的").focus()
    page.keyboard.type("已电话告知: 在北部整理站")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("按期答复", exact=True)).to_be_visible()
    (row,) = chain.foundation.get("/inquiries").json()["items"]
    asked = done(chain.foundation.get(f"/inquiries/{row['id']}"), 200)
    assert asked["answer"] == "已电话告知: 在北部整理站"
    assert asked["tracking_code"] == gift["tracking_code"].replace("-", "")
    assert (row["status"], row["source"]) == ("answered", "staff")
    history = page.get_by_role("region", name="经过").get_by_role("rowheader")
    expect(history).to_have_text(["答复", "登记"])

    # A donor who is not content gets a recheck, which names the first query.
    page.get_by_role("button", name="登记复核").press("Enter")
    dialog.get_by_label("捐赠人说的话").fill("还是不清楚")
    dialog.get_by_role("button", name="登记复核").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("复核 Q-")
    expect(page.get_by_role("link", name="看原来的查询")).to_have_attribute(
        "href", f"/desk/inquiries/{row['id']}"
    )


def test_two_desks_on_one_query_neither_overwrites_the_other(
    chain: Chain, desks: Callable[..., Desk]
) -> None:
    asked = ask(chain, "棉被在哪里?")
    here, there = desks(), desks()
    # The other desk hears nothing: it sends what it does not know to be late.
    there.page.route("**/api/v1/events", lambda route: route.abort())
    there.forgive("net::ERR_FAILED|status of 409")
    for desk, name in ((here, "李梅"), (there, "陈刚")):
        desk.sit(Role.FOUNDATION, name=name)
        desk.see(f"/desk/inquiries/{asked}")
        expect(desk.page.get_by_label("怎么答复的")).to_be_visible()
    there.page.get_by_label("怎么答复的").fill("在南部整理站")

    here.page.get_by_label("怎么答复的").fill("已经送达")
    here.page.get_by_role("button", name="记下答复").click()
    expect(here.page.get_by_text("按期答复", exact=True)).to_be_visible()
    there.page.get_by_role("button", name="记下答复").click()
    values = there.page.get_by_role("alert").get_by_role("cell")
    expect(values).to_have_text(["已经送达", "在南部整理站"])
    expect(there.page.get_by_role("alert").first).to_contain_text("李梅")
    assert done(chain.foundation.get(f"/inquiries/{asked}"), 200)["answer"] == "已经送达"
    there.page.get_by_role("button", name="读取现在的值").click()
    expect(there.page.get_by_role("alert")).to_have_count(0)
    expect(there.page.get_by_text("已经送达")).to_be_visible()


def test_a_new_query_appears_where_the_list_is_open(chain: Chain, desk: Desk) -> None:
    page = desk.sit(Role.AUDITOR)
    desk.see("/desk/inquiries")
    expect(page.get_by_text("没有捐赠人查询")).to_be_visible()
    late = ask(chain, "接收点没有开门", 40, kind="complaint")
    row = page.get_by_role("row").filter(has_text="投诉")
    expect(row).to_contain_text("逾期")
    answer(chain, late, "已道歉")
    expect(row).to_contain_text("逾期答复")


def test_a_list_is_asked_for_once(papers: Papers, desk: Desk) -> None:
    papers.publish()
    page = desk.sit(Role.FOUNDATION)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    desk.see("/desk/disclosure")
    expect(page.get_by_role("region", name="已公布").get_by_role("link")).to_have_count(1)
    page.get_by_label("年度, 5 月 31 日前").check(force=True)
    expect(page.get_by_role("region", name="接下来到期")).to_contain_text("年度公示")

    for address in ("/disclosures?limit=", "/disclosures/due?status=open&limit=", "duty=annual&until="):
        once = [url for url in asked if address in url and "status=overdue" not in url]
        assert len(once) == 1, once


def test_roles_see_what_is_theirs(papers: Papers, desks: Callable[..., Desk]) -> None:
    number = papers.publish()["number"]
    asked = ask(
        papers.chain, "棉被在哪里?", contact={"name": "王小明", "phone": "13955550001", "consent": True}
    )
    auditor = desks()
    page = auditor.sit(Role.AUDITOR)
    auditor.see("/desk/disclosure")
    expect(page.get_by_role("button", name="新项目")).to_have_count(0)
    papers.give(2)
    auditor.see(f"/desk/disclosure/{number}")
    expect(page.get_by_text("处不同")).to_be_visible()
    expect(page.get_by_role("button", name="发更正版")).to_have_count(0)
    auditor.see(f"/desk/inquiries/{asked}")
    expect(page.get_by_text("王** · 139****0001")).to_be_visible()
    expect(page.get_by_label("怎么答复的")).to_have_count(0)

    manager = desks()
    page = manager.sit(Role.STATION_MANAGER, NORTH)
    for path in (
        "/desk/disclosure",
        f"/desk/disclosure/{number}",
        "/desk/inquiries",
        f"/desk/inquiries/{asked}",
    ):
        manager.see(path)
        expect(page.get_by_text("这里没有这一页")).to_be_visible()
