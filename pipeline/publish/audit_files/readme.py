"""Say beside the files what they are, how much they hold and what they do not claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.publish.audit_files import Scope
    from pipeline.publish.report.figures import Batch

_TEXT = """\
审计机关用的数据文件
====================

数据批次 {batch}，基准日 {as_of}。范围：{scope}。
由村账程序按已发布的审计数据库写出；数字来自已读入的账表，没有读懂、退回的不在里面（见 反馈汇总.xlsx）。
身份证号、账号、电话只留末四位，和审计数据库一样。

一、AO 表（每张表一个 .csv、一个 .xlsx，内容相同）
{tables}
　　.csv 是 GB18030 编码，第一行是列名，日期写作 2025-03-01，金额是元、两位小数，空白为没有。
　　列名和次序照公开的现场审计（AO）资料；各列的意思见审计数据库 AO 模式里的注释。
　　.csv 供导入用，照库里原样写；用 Excel 双击打开，编码会变成数字、以 = 开头的文字会当成公式，要看请开 .xlsx。

二、电子账簿（{books} 套，一村一年一个 .xml，放在 电子账簿/<乡镇>/）
　　有会计期间、会计科目、科目余额及发生额、记账凭证，元素的叫法参照 GB/T 24589.1
　　《财经信息技术 会计核算软件数据接口 第1部分：企业》；结构是我们自己的，写在
　　电子账簿/电子账簿.xsd 里，每个元素的来源也写在那里。
　　这不是符合该标准的声明：标准原文我们没有，命名空间、元素标识符和村账没有的内容都没有写；标准另有 2024 年版。
　　导入别的软件以前，请先用一个村试。
"""


def write(batch: Batch, scope: Scope, rows: dict[str, int], books: int, path: Path) -> int:
    """Write 说明.txt; with a mark at its head, so that Windows shows the Chinese."""
    places = [*scope.townships, *scope.villages, *(f"{year}年" for year in scope.years)]
    text = _TEXT.format(
        batch=batch.batch_id,
        as_of=batch.as_of,
        scope="、".join(places) or "全部村、全部年度",
        tables="\n".join(f"　　{table}　{count:,} 行" for table, count in rows.items()),
        books=f"{books:,}",
    )
    path.write_text(text, encoding="utf-8-sig", newline="\r\n")
    return 1
