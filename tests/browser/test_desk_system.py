"""The system's page: how all is, the books proven, backups made and read, jobs watched and cancelled."""

import re
import zipfile
from pathlib import Path

import pytest
from builders import POINT, donation
from desks import Desk
from playwright.sync_api import expect
from served import Service
from sqlalchemy import text

from models.access import SYSTEM, Role, TokenIn
from models.clock import utc_now
from models.identifiers import uuid7
from models.intake_shapes import IntakeIn
from models.keeping import JobKind
from models.keeping_shapes import JobIn
from operations import access, keeping
from operations.intakes import record
from operations.invariants import INVARIANTS

PROMISES = Path("web/src/desk/screens/system/promises.ts")
#: A check or backup is made by a process that starts first.
MADE_MS = 60_000


def test_a_backup_is_made_read_through_fetched_and_its_restore_explained(
    desk: Desk, tmp_path: Path, service: Service
) -> None:
    page = desk.sit(Role.ADMIN)
    desk.see("/desk/system")
    expect(page.get_by_text("还没有备份, 现在备份")).to_be_visible()
    button = page.get_by_role("button", name="现在备份")
    button.focus()
    page.keyboard.press("Enter")
    table = page.get_by_role("region", name="备份", exact=True)
    expect(table.get_by_role("row")).to_have_count(2, timeout=MADE_MS)
    expect(table.get_by_role("row").last).to_contain_text("完整")
    expect(page.get_by_text("还没有备份, 现在备份")).to_have_count(0)
    expect(page.get_by_role("region", name="作业").get_by_role("row").last).to_contain_text("完成")

    with page.expect_download() as fetched:
        table.get_by_role("button", name="下载").click()
    file = tmp_path / "fetched.zip"
    fetched.value.save_as(file)
    assert "database" in zipfile.ZipFile(file).namelist()
    page.get_by_role("button", name="重新读一遍").click()
    expect(page.get_by_text("读完一遍, 完整")).to_be_visible()

    (kept,) = (service._settings.data_dir / "backups").glob("jiujin-*.zip")
    content = bytearray(kept.read_bytes())
    content[len(content) // 2] ^= 1
    kept.write_bytes(content)
    page.get_by_role("button", name="重新读一遍").click()
    expect(page.get_by_text("读完一遍, 不完整")).to_be_visible()
    expect(page.get_by_text("最近的不完整, 现在重新备份")).to_be_visible()

    page.get_by_role("button", name="怎么恢复").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="复制命令").click()
    assert page.evaluate("navigator.clipboard.readText()").splitlines() == [
        f"jiujin restore {kept} --force",
        "jiujin check",
    ]
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="怎么恢复")).to_be_focused()


def test_the_books_are_proven_and_what_does_not_hold_is_shown(desk: Desk, service: Service) -> None:
    body = IntakeIn.model_validate(donation(point=POINT))
    service.store.write_now(record, uuid7(), body, by=SYSTEM, now=utc_now())
    page = desk.sit(Role.ADMIN)
    desk.see("/desk/system")
    expect(page.get_by_text("还没有核对过。")).to_be_visible()
    page.get_by_role("button", name="现在核对").click()
    expect(page.get_by_text("全部成立").first).to_be_visible(timeout=MADE_MS)
    expect(page.get_by_text(f"核对了 {len(INVARIANTS) + 1} 条")).to_be_visible()

    with service.store._writer.begin() as connection:
        connection.execute(text("UPDATE place_load SET grams = grams + 5 WHERE grams > 0"))
    page.get_by_role("button", name="现在核对").click()
    expect(page.get_by_text("账目不符: 停止写入, 留副本, 查原因")).to_be_visible(timeout=MADE_MS)
    expect(page.get_by_text("一个地点显示的存量等于那里各批次之和。")).to_be_visible()
    page.get_by_text("最前面的几行").first.click()
    expect(page.locator("main pre").first).to_contain_text("grams")


def test_a_job_shows_how_far_it_is_until_it_is_cancelled_or_its_maker_falls_silent(
    desk: Desk, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = service.store.write_now
    page = desk.sit(Role.ADMIN)
    for _ in range(2):
        write(keeping.ask, JobKind.CHECK, JobIn(id=uuid7()), by=SYSTEM, now=utc_now())
    first, second = (write(keeping.begin, by=SYSTEM, now=utc_now()) for _ in range(2))
    assert first is not None
    assert second is not None
    write(keeping.give_sign, first[0], 5, 27, by=SYSTEM, now=utc_now())
    desk.see("/desk/system")
    table = page.get_by_role("region", name="作业")
    row = table.get_by_role("row").filter(has_text="5 / 27")
    expect(row).to_contain_text("进行中")
    # How far it is shows by itself.
    write(keeping.give_sign, first[0], 9, 27, by=SYSTEM, now=utc_now())
    row = table.get_by_role("row").filter(has_text="9 / 27")
    expect(row).to_be_visible()
    row.get_by_role("button", name="取消").click()
    expect(row).to_contain_text("已取消")
    assert write(keeping.give_sign, first[0], 10, 27, by=SYSTEM, now=utc_now()) is False

    expect(page.get_by_role("progressbar")).to_be_visible()
    monkeypatch.setattr(keeping, "SILENT_MAX", -keeping.SILENT_MAX)
    expect(table.get_by_text("中断了: 进程被停止, 再做一次")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)


def test_the_first_steps_are_ticked_as_they_are_done(desk: Desk, service: Service) -> None:
    page = desk.sit(Role.ADMIN)
    desk.see("/desk/system")
    steps = page.locator("main details", has=page.get_by_role("heading", name="开始使用前"))
    staffed = steps.get_by_role("listitem").filter(has_text="每个站点都有站长")
    expect(staffed).to_contain_text("还没做")
    expect(staffed.get_by_role("link")).to_have_attribute("href", "/desk/people")
    for station in ("S-01", "S-02", "S-03", "S-04"):
        body = TokenIn(name="李梅", role=Role.STATION_MANAGER, place=station, days=1)
        service.store.write_now(access.issue, body, by=SYSTEM, now=utc_now())
    expect(staffed).to_contain_text("4 / 4 个站点")


def test_without_an_answer_the_page_keeps_what_it_knows_and_asks_once(desk: Desk, service: Service) -> None:
    page = desk.sit(Role.ADMIN)
    desk.see("/desk/system")
    desk.forgive("net::ERR_FAILED")
    asked = []

    def lose(route: object) -> None:
        asked.append(route.request.post_data_json["id"])  # type: ignore[attr-defined]
        route.abort("failed") if len(asked) == 1 else route.continue_()  # type: ignore[attr-defined]

    page.route("**/api/v1/system/checks", lose)
    page.get_by_role("button", name="现在核对").click()
    expect(page.get_by_role("alert")).to_contain_text("没有连上服务")
    with page.expect_response("**/api/v1/system/checks"):
        page.get_by_role("button", name="现在核对").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert len(asked) == 2
    assert len(set(asked)) == 1
    assert service.store.read_now(keeping.get_job, asked[0], now=utc_now(), by=SYSTEM).kind is JobKind.CHECK


def test_every_promise_is_said_in_chinese() -> None:
    said = set(re.findall(r"^    (\w+): \"", PROMISES.read_text(encoding="utf-8"), re.MULTILINE))

    assert said == {invariant.name for invariant in INVARIANTS} | {"codes_check"}
