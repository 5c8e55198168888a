"""Word every finding: the only place with validation texts an officer reads.

Codes: F file, S sheet, H header, C cell, R row, T printed total, V village/period/fund, D local dictionary,
L loading.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import lru_cache

from pipeline.findings import LEVELS, Issue, Level

ROLES = {
    "text": "文字",
    "money": "金额，如 1234.50",
    "date": "日期，如 2013-04-05",
    "year": "年份，如 2013",
    "month": "月份，1 到 12",
    "count": "整数",
    "ratio": "比例，如 0.25 或 25%",
    "quantity": "数字",
    "code": "列出的词",
    "time": "时间，如 14:30:00",
}


@dataclass(frozen=True, slots=True)
class Text:
    """The wording of one code; braces are filled from the finding's values."""

    level: Level
    expected: str
    fix: str


TEXTS: dict[str, Text] = {
    # S: a sheet, or a stretch of it
    "S01": Text(
        "高",
        "一行列名（如 日期、摘要、收入、支出、余额）",
        "没有找到能识别的表头。请补上列名一行，或用模板（cunzhang template）重填。",
    ),
    "S02": Text("提示", "账表", "这一段看起来是说明文字，没有装载；如果是账表，请补上列名一行。"),
    "S03": Text("高", "只像一种表", "这张表既像“{kind}”又像“{other}”，无法判断。请在标题里写明表名后再报。"),
    "S04": Text(
        "高",
        "列名“{missing}”",
        "这张表像“{kind}”，但缺少“{missing}”，整张没有装载。请补上，或把列名改成“{missing}”；"
        "年份也可以写在标题里。",
    ),
    "S05": Text(
        "高",
        "每个列名只出现一次",
        "有两列都叫“{missing}”，分不清哪一列是哪个金额。请把列名写清楚（如 收入金额、支出金额）。",
    ),
    "S06": Text("中", "不隐藏的工作表", "隐藏的工作表也照常读取。如果是作废的底稿，请删除后再报。"),
    "S07": Text(
        "高",
        "两组金额只填一组",
        "“{first}”和“{second}”两列都填了而且不一致，分不清以哪列为准。请只保留一列。",
    ),
    "S08": Text(
        "高",
        "账表",
        "这个文件里只有程序写的清单，没有账表。请报原来的账表；抽样清单用 cunzhang sample --evaluate 读回，"
        "不放进 inputs。",
    ),
    "S09": Text(
        "中",
        "每张表只报一次",
        "这张表与工作表“{other}”第 {row} 行起的表内容相同，只装载了一次。如果确是另一笔账，请写明不同之处。",
    ),
    "S14": Text(
        "高",
        "收入、支出两列，或一列方向",
        "只有一列金额“{header}”，没有写明收还是支，整张退回。请分成收入、支出两列，或补一列方向填 收 或 支。",
    ),
    "S12": Text(
        "高",
        "逐行相接的余额",
        "余额逐行对不上，可能列认错了或顺序乱了，整张退回。请核对收、支、余额三列的列名和行的顺序后再报。",
    ),
    "S13": Text(
        "高",
        "每张凭证借贷相等",
        "多数凭证借贷不平，可能列认错了或凭证不全，整张退回。请核对借方、贷方和凭证号的列名后再报。",
    ),
    "S15": Text(
        "高",
        "各月之和与合计一致",
        "各月相加多数行与“合计”对不上，不知道各月填的是什么，整张退回。请核对各月和合计，或改成一人一月一行后再报。",
    ),
    "S11": Text(
        "提示",
        "要报的账表",
        "认不出是哪一表种，已跳过（不是要报的表），没有装载。{nearest}如果是要报的表，请在标题里写明表名，补齐列名后再报。",
    ),
    # H: header
    "H01": Text("提示", "标准列名", "“{header}”这一列没有对应的标准列，未装载。{nearest}"),
    "H02": Text("提示", "每项内容一列", "“{header}”与“{used}”像是同一项内容，用了后者，前者未装载。"),
    "H03": Text(
        "中",
        "“{header}方向”一列，填 借 或 贷",
        "“{header}”没有写明借方还是贷方，未装载。请补上方向一列，或分成借、贷两列。",
    ),
    "H04": Text(
        "中",
        "标准列名",
        "“{header}”有金额 {money} 元，看不出是哪一项，没有装载。{nearest}请把列名改成标准列名；不是要报的金额，请在列名里写明。",
    ),
    "H05": Text(
        "提示",
        "列名与余额一致的收支",
        "按列名读，余额逐行对不上；“{plus}”和“{minus}”对调后逐行都对得上，已照余额读取。请核对列名。",
    ),
    "H07": Text("提示", "标准列名", "这张表上有 {count} 格没有读懂，未装载：{names}。其余各项已照表装载。"),
    "H06": Text("提示", "每列都有列名", "这一列没有列名，有 {count} 格内容没有装载。"),
    # C: a cell
    "C01": Text("高", "金额，如 1234.50", "金额看不懂。请改成数字，不要夹带文字。"),
    "C02": Text(
        "高", "最多两位小数（分）", "换算成元后多于两位小数。请按分取整后再报，程序不会自行四舍五入。"
    ),
    "C03": Text("中", "日期，如 2013-04-05", "日期看不懂或不存在。请改成 年-月-日。"),
    "C04": Text("中", "{kind}", "这一格看不懂，未装载。请按要求的形式填写。"),
    "C05": Text("低", "{words}", "没有这个选项，这一格未装载。请从列出的词中选一个。"),
    "C06": Text("高", "有结果的数值", "这一格是公式错误。请改正公式，或直接填数字。"),
    "C07": Text(
        "高",
        "有结果的公式",
        "这一格是公式，但文件里没有保存计算结果。请在 Excel 或 WPS 里打开、重算并保存后再报。",
    ),
    "C08": Text(
        "提示",
        "数字格式",
        "这一列有 {count} 格数字是按文本存的，已照数字读取。请改成数字格式，以免合计漏加。",
    ),
    "C09": Text("中", "不隐藏的行", "有 {count} 行被隐藏，已照常装载。请取消隐藏后再报。"),
    "C10": Text("中", "不隐藏的列", "“{header}”列被隐藏，已照常装载。请取消隐藏后再报。"),
    "C11": Text("提示", "负数写负号", "红字金额按负数（冲销）读取。如果不是冲销，请改成黑字。"),
    "C12": Text("中", "文本格式的号码", "长号码按数值存放，末几位已经丢失。请把这一列改成文本格式后重填。"),
    "C13": Text("高", "大写与小写一致", "大写金额与小写金额不一致。请核对后改正。"),
    "C14": Text("提示", "每行都有日期", "有 {count} 行没写日期，按上一行的日期读取。"),
    "C32": Text("提示", "每行都有{column_title}", "有 {count} 行没写“{column_title}”，按上一行的读取。"),
    "C15": Text("提示", "“{column_title}”一列", "表里没有“{column_title}”列，用标题“{title}”代替。"),
    "C16": Text("提示", "“{column_title}”一列", "表里没有“{column_title}”列，用标题写明的日期 {day} 代替。"),
    "C24": Text(
        "提示", "“{column_title}”一列", "表里没有“{column_title}”列，用表上方写明的“{label}”{stated} 代替。"
    ),
    "C25": Text(
        "提示",
        "“{column_title}”一列",
        "表里没有“{column_title}”列，用“{header}”代替，只在这张表里不重复。请补上“{column_title}”。",
    ),
    "C26": Text(
        "提示",
        "金额，没有拨付的填 0",
        "有 {count} 行只填了{beside}，“{column_title}”空白，按还没有拨付（0 元）读取。已经拨付的请补填金额和日期。",
    ),
    "C27": Text(
        "低",
        "18 位的号码",
        "有 {count} 行没有填“{column_title}”，已照常装载；不知道是谁，就查不出有没有在别处又领一份。请补填后再报。",
    ),
    "C28": Text(
        "中",
        "{product}",
        "有 {count} 行“{first}”乘“{second}”不等于“{column_title}”，已照常装载。请核对这三项；金额另有算法的，请在备注里写明。",
    ),
    "C29": Text(
        "提示",
        "{words}等",
        "“{found_word}”不在列出的项目里，共 {count} 行按原名装载。如果就是其中一种，请改成那个名称。",
    ),
    "C30": Text(
        "中",
        "一天一个标准",
        "{what}从 {day} 起有两个标准：第 {row} 行是 {other}，已照常装载，按较高的一个判断。"
        "请核对起止日期，作废的一条填上失效日期。",
    ),
    "C31": Text(
        "提示",
        "{words}等",
        "看不出“{found_word}”是什么职务，共 {count} 行按原名装载。如果就是其中一种，请改成那个名称。",
    ),
    "C18": Text("提示", "写到日", "有 {count} 格只写到月，按当月{day}读取。"),
    "C17": Text("高", "数额在合理范围内", "金额超出可登记的范围。请核对单位（元/万元）和小数点。"),
    "C21": Text(
        "提示",
        "日期，如 4月10日",
        "有 {count} 格日期存成了数字，4.1 可能是 4月1日，也可能是 4月10日，按前后行的日期读取。请改成日期格式。",
    ),
    "C22": Text(
        "中",
        "{words}",
        "资金目录里没有“{found_word}”这种资金，共 {count} 行按原名装载，不计入其他资金。如果就是所列的某一种，请改成那个名称。",
    ),
    "C19": Text(
        "中",
        "公式",
        "“{header}”列其余各行都是公式，这一格是直接填的数，已照常装载。请恢复公式；确需手填的，请在备注里说明。",
    ),
    "C20": Text(
        "提示",
        "余额列的公式",
        "这张表是用模板填的，但公式都存成了数值，已照常装载。请保留模板里的公式。",
    ),
    "C23": Text(
        "中",
        "已支付、未支付、已作废等",
        "看不出这一笔有没有付出去，已照常装载。没有付的请写 未支付，作废的请写 已作废。",
    ),
    # R: a row
    "R01": Text("高", "“{column_title}”必填", "这一行缺“{column_title}”，没有装载。请补填后再报。"),
    "R02": Text("高", "“{column_title}”至少填一项", "这一行没有金额，没有装载。请补填后再报。"),
    "R03": Text("高", "收 或 支", "方向这一格看不懂，不知道是收还是支，没有装载。请填 收 或 支。"),
    "R04": Text(
        "高", "人民币", "这一行的币种是“{currency}”，这种表只登记人民币，没有装载。请折成人民币后再报。"
    ),
    "R05": Text(
        "高",
        "“{first}”和“{second}”只填一项",
        "这一行“{first}”和“{second}”都填了金额，余额也证明不了，没有装载。一收一支请分两行写。",
    ),
    # T: printed figures
    "T02": Text(
        "中",
        "{computed}",
        "表上印的合计与各行相加不一致，各行已照常装载。请核对是漏了行、多了行，还是合计没有重算。",
    ),
    "T01": Text("提示", "{rows}", "表上写的笔数与实际行数不一致。请核对是否有漏行或重行。"),
    # V: village, period, fund
    "V01": Text(
        "高",
        "村情登记表里的村名",
        "看不出是哪个村的表，整张退回。请在标题或“编制单位”写明村名（与村情登记表一致），或先报村情登记表。",
    ),
    "V02": Text(
        "高",
        "只对应一个村",
        "“{found_text}”对应不止一个村（{villages}），整张退回。请写明县、乡镇和村的全名。",
    ),
    "V03": Text(
        "中",
        "前后一致的村名",
        "{source}写的是“{other}”，与表里的“{village}”不是同一个村。已按“{village}”装载，请核对。",
    ),
    "V04": Text(
        "高",
        "村情登记表里的村名",
        "村情登记表里没有这个村，这一行没有装载。请核对村名，或先在村情登记表里登记。",
    ),
    "V05": Text(
        "中",
        "“县市区”一列",
        "{count} 个村在有的村情登记表里写明“{county}”，在有的里没有写县名，已当作同一个村。如果不是同一个县，"
        "请在没写的表里补上“县市区”一列。",
    ),
    "V06": Text(
        "提示",
        "村情登记表里的县名",
        "文件夹名是“{other}”，村情登记表里的这个村属“{county}”，已按“{county}”装载。如果这是另一个县的表，"
        "请先报那个县的村情登记表。",
    ),
    "V07": Text(
        "高",
        "只对应一个村",
        "“{found_text}”对应不止一个村（{villages}），这一行没有装载。请写明县、乡镇和村的全名。",
    ),
    "V08": Text(
        "高",
        "县名与村情登记表一致",
        "这张表的县名是“{county}”，村情登记表里只有“{village}”，整张退回。请先报“{county}”的村情登记表，或改正县名。",
    ),
    # D: an entry of a local dictionary
    "D01": Text("中", "表种的中文名，如 收支明细账", "没有这种表，这一条没有使用。请照模板里的表名填写。"),
    "D02": Text("中", "“{kind}”的标准列名", "“{kind}”里没有这一列，这一条没有使用。{nearest}"),
    "D03": Text(
        "中",
        "还没有含义的列名",
        "这个列名在“{kind}”里已经表示“{meaning}”，不能再指别的列，这一条没有使用。",
    ),
    "D04": Text("中", "还没有含义的村名", "这个名称已经指“{village}”，不能再指别的村，这一条没有使用。"),
    "D05": Text(
        "中",
        "还没有含义的叫法",
        "这个叫法已经指“{fund}”，不能再指别的资金，没有使用；这一条的其余内容照常使用。如果是同一种资金，请并成一条。",
    ),
    "D06": Text(
        "中",
        "县名，如 {counties}",
        "村情登记表里不止一个县，看不出这是哪个县的资金目录，这一条没有使用。请在标题里写明县名，或放进写着县名的文件夹。",
    ),
    # L: loading
    "L01": Text(
        "中", "与报送表一致的更正", "这条更正没有使用：{why}。请核对来源文件、工作表、行号、列名和现值。"
    ),
    "L02": Text(
        "中",
        "同一条疑点只有一种结论",
        "两份核查清单对这条疑点的结论不一致：{why}。请商定后改成一致的结论，再放回来。",
    ),
    "L03": Text(
        "中", "核查清单上的疑点编号", "没有这条疑点，结论没有使用。请照抄核查清单上的疑点编号，不要改动。"
    ),
    "L04": Text(
        "高",
        "不晚于数据截止日的日期",
        "核查日期晚于数据截止日 {as_of}，这条结论没有使用。日期写错的请改正；没有写错的，到那一天自动读取。",
    ),
    "L05": Text(
        "高", "“核查说明”必填", "结论是“属实”的要写核查说明，这条结论没有使用。请补填查到了什么、依据是什么。"
    ),
    "L06": Text(
        "高",
        "“不属实原因”必填",
        "结论是“不属实”的要选不属实原因（有合理解释、读表或数据有误、规则不适用），这条结论没有使用。请补选。",
    ),
    "F01": Text(
        "高", "能打开的表格文件", "文件损坏或没有复制完整，请在电脑上重新打开、另存为 .xlsx 后再报。"
    ),
    "F02": Text(
        "高", "没有打开密码的表格文件", "文件设有打开密码，请在 Excel 或 WPS 中去掉密码、另存后再报。"
    ),
    "F03": Text(
        "高",
        "xlsx、xlsm、xlsb、xls、et、ods、csv、tsv 或 txt 表格",
        "这类文件不能作为账表读取，请用 Excel 或 WPS 打开原表，另存为 .xlsx 后再报。",
    ),
    "F04": Text(
        "高",
        "全文用同一种文字编码（UTF-8、GB18030 或 UTF-16）",
        "文字编码混乱，强行读取会出现乱码，请用 Excel 或 WPS 打开核对，另存为 .xlsx 后再报。",
    ),
    "F05": Text(
        "高",
        "内容连续、大小正常的表格",
        "文件展开后过大或内容过于分散，请删除远离账表的内容（包括空格），或拆成几个文件后再报。",
    ),
    "F06": Text(
        "高",
        "不含外部实体的表格文件",
        "文件内部有不安全的声明，请在 Excel 或 WPS 中打开、另存为 .xlsx 后再报。",
    ),
    "F07": Text("提示", "有内容的文件", "文件是空的，已忽略；如本应有内容，请重新导出后再报。"),
    "F12": Text("提示", "填写过的表", "表里只有表头，还没有填写，所以没有装载任何内容。"),
    "F08": Text("高", "引号成对的文本表格", "后面的内容会被并成一格，请核对双引号，或另存为 .xlsx 后再报。"),
    "F09": Text(
        "高",
        "能在规定时间和内存内读完的文件",
        "读取没有完成，请检查文件是否过大或损坏，拆分或另存为 .xlsx 后再报。",
    ),
    "F11": Text(
        "高", "放在 inputs/ 里的文件", "这是指向 inputs/ 之外的链接，没有读取。请把文件本身复制进来。"
    ),
    "F10": Text(
        "提示",
        "不引用其他文件的表格",
        "表中有引用其他工作簿的公式，按上次保存的结果读取，未打开所引用的文件。",
    ),
}


# A sheet or file is sent back for these: whoever reads its problems reads them first.
SENDS_BACK = frozenset({
    "F01", "F02", "F03", "F04", "F05", "F06", "F08", "F09", "F11",
    "S01", "S03", "S04", "S05", "S07", "S08", "S12", "S13", "S14", "S15", "V01", "V02", "V08",
})  # fmt: skip
# A table that is not asked for: listed, and no more.
LEFT_ALONE = "S11"


def rank(code: str, level: str) -> tuple[bool, int]:
    """Rank a finding as officers should read it: what sent the sheet back, then by level."""
    return code not in SENDS_BACK, LEVELS.index(level)


# Endings that say what sort of thing a column holds, not which.
_SORTS = (
    "金额",
    "日期",
    "时间",
    "编号",
    "号码",
    "人员",
    "情况",
    "单位",
    "名称",
    "方式",
    "类型",
    "类别",
    "备注",
    "说明",
)


@lru_cache(maxsize=4096)
def nearest(text: str, columns: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    """Find the column title that ``text`` most likely stands for, '' when none is close.

    ``columns``: (title, header words). Close is a word in which one character differs, or one with the same
    head word: in Chinese the last characters say what a thing is (入账日 is like 记账日, 对方科目 not like 对方).
    """
    best = (0.0, "")
    for title, words in columns:
        for word in words:
            closeness = _closeness(text, word)
            if closeness > best[0]:
                best = (closeness, title)
    return best[1]


def _closeness(text: str, word: str) -> float:
    if not set(text) & set(word):
        return 0.0
    ratio = difflib.SequenceMatcher(None, text, word, autojunk=False).ratio()
    if min(len(text), len(word)) >= 3 and _one_apart(text, word):
        return ratio + 1
    head = next((n for n in range(min(len(text), len(word)), 1, -1) if text[-n:] == word[-n:]), 0)
    return 0.0 if head < 2 or (head == 2 and text[-2:] in _SORTS) else ratio


def _one_apart(text: str, word: str) -> bool:
    """Tell whether one character too many, too few or wrong makes the difference."""
    start = next(
        (i for i, (a, b) in enumerate(zip(text, word, strict=False)) if a != b), min(len(text), len(word))
    )
    rest = (text[start:], word[start:])
    return rest[0][1:] == rest[1][1:] or rest[0][1:] == rest[1] or rest[0] == rest[1][1:]


def issue(
    code: str,
    source_file: str,
    *,
    sheet: str = "",
    cell: str = "",
    column: str = "",
    found: str = "",
    **values: object,
) -> Issue:
    """Build the finding ``code`` with its texts filled in.

    Raises ``KeyError`` for an unknown code or a value the text needs: a fault of the program.
    """
    text = TEXTS[code]
    return Issue(
        code=code,
        level=text.level,
        source_file=source_file,
        sheet=sheet,
        cell=cell,
        column=column,
        found=found,
        expected=text.expected.format(**values),
        fix=text.fix.format(**values),
    )
